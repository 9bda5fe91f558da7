// The rules in the page, as the editor asks them: what a form consists of, and what is wrong with a document. Loaded once a session.
import { send } from '../api/client';
import type { Finding, FormName } from '../api/types';
import { loadRules, type Rules as Module, type Value } from '../rules/rules';
import modulePath from '../rules/rules.wasm?url';
import { buildSpec, type FormSpec } from './form_spec';
import type { JsonObject } from './form_store';

export interface Rules {
  /** `variant`: direction of a declaration, kind of a certificate of origin; '' while it is not chosen. */
  describe(form: FormName, variant: string, day: string): FormSpec;
  review(form: FormName, document: JsonObject, day: string): Finding[];
  /** Asks for what the last review missed; true when it is worth reviewing again. */
  fetchMissing(): Promise<boolean>;
}

let loaded: Promise<Rules> | null = null;
export function getRules(): Promise<Rules> {
  loaded ??= loadRules(async (path) => (await send(path)).arrayBuffer(), modulePath).then(asEditorAsks).catch((error: unknown) => { loaded = null; throw error; });
  return loaded;
}

function asEditorAsks(module: Module): Rules {
  const specs = new Map<string, FormSpec>();
  let missing: string[] = [];
  return {
    describe: (form, variant, day) => {
      const key = `${form} ${variant} ${day}`;
      let spec = specs.get(key);
      if (!spec) {
        spec = buildSpec(form, variant, module.describe(form, variant, day).groups.map((group) => ({ ...group, parent: group.parent ?? null })));
        specs.set(key, spec);
      }
      return spec;
    },
    review: (form, document, day) => {
      const review = module.review(form, document as Value, day);
      missing = review.missing;
      return review.findings;
    },
    fetchMissing: async () => missing.length > 0 && module.fetchTariff(missing),
  };
}
