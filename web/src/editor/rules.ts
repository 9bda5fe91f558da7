// The rules in the page, as the editor asks them: what a form consists of, and what is wrong with a document. Loaded once a session and form.
import { send } from '../api/client';
import type { Finding, FormName } from '../api/types';
import declarationModule from '../rules/declaration.wasm?url';
import originModule from '../rules/origin.wasm?url';
import { loadRules, type Rules as Module, type Value } from '../rules/rules';
import { buildSpec, type FormSpec } from './form_spec';
import type { JsonObject } from './form_store';

const kModules: Record<FormName, string> = { declaration: declarationModule, origin: originModule };

/** The rules of one form. */
export interface Rules {
  /** `variant`: direction of a declaration, kind of a certificate of origin; '' while it is not chosen. */
  describe(variant: string, day: string): FormSpec;
  review(document: JsonObject, day: string): Finding[];
  /** Asks for what the last review missed; true when it is worth reviewing again. */
  fetchMissing(): Promise<boolean>;
}

const loaded = new Map<FormName, Promise<Rules>>();
export function getRules(form: FormName): Promise<Rules> {
  let rules = loaded.get(form);
  if (!rules) {
    rules = loadRules(async (path) => (await send(path)).arrayBuffer(), kModules[form]).then((module) => asEditorAsks(form, module));
    rules.catch(() => loaded.delete(form));   // tried again at the next need
    loaded.set(form, rules);
  }
  return rules;
}

function asEditorAsks(form: FormName, module: Module): Rules {
  const specs = new Map<string, FormSpec>();
  let missing: string[] = [];
  return {
    describe: (variant, day) => {
      const key = `${variant} ${day}`;
      let spec = specs.get(key);
      if (!spec) {
        spec = buildSpec(form, variant, module.describe(form, variant, day).groups.map((group) => ({ ...group, parent: group.parent ?? null })));
        specs.set(key, spec);
      }
      return spec;
    },
    review: (document, day) => {
      const review = module.review(form, document as Value, day);
      missing = review.missing;
      return review.findings;
    },
    fetchMissing: async () => missing.length > 0 && module.fetchTariff(missing),
  };
}
