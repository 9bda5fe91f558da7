// The form: its sections in the order of the paper.
import { memo, useMemo, useState } from 'react';
import { usePick, useWords } from '../text/text';
import { Field, PlaceFindings } from './field';
import { type FieldSpec, isForPeople } from './form_spec';
import type { Row } from './form_store';
import { Grid } from './grid';
import { type FieldsSection, type FormLayout, type GroupSection, kLayouts } from './layout';
import { MasterUse } from './master_use';
import { Papers } from './papers';
import { useCounts, useForm, useRows, useSpec, useUi } from './use_store';
import { words } from './words';

type Placed = { field: FieldSpec; span: '' | '+' | '*' };
const sectionOpen = (key: string) => `open:${key}`;

function usable(root: Row, names: readonly string[]): Placed[] {
  return names.flatMap((mark) => {
    const name = mark.replace(/[+*]$/, '');
    const field = root.group.field.get(name);
    return field && isForPeople(field) ? [{ field, span: (mark.length > name.length ? mark.at(-1) : '') as Placed['span'] }] : [];
  });
}

function FieldsPart({ section, root, rest }: { section: FieldsSection; root: Row; rest: readonly string[] }) {
  const t = useWords(words);
  const pick = usePick();
  const store = useForm();
  const spec = useSpec();
  const [opened, setOpened] = useState(false);
  const revealed = useUi(sectionOpen(section.key), false);
  const open = opened || revealed;
  const fields = useMemo(() => usable(root, section.fields), [root, section, spec]);
  const hidden = useMemo(() => usable(root, [...(section.more ?? []), ...rest]), [root, section, rest, spec]);
  const standing = hidden.filter(({ field }) => store.value(root, field.name) || store.findings(root, field.name).length);
  // What was filled when the form was opened stays in sight; it does not jump while one types.
  const [atOpening] = useState(() => new Set(standing.map(({ field }) => field.name)));
  const more = open ? hidden : hidden.filter(({ field }) => atOpening.has(field.name) || store.findings(root, field.name).length);
  useCounts();   // findings may bring hidden fields into sight
  const toggle = () => { store.setUi(sectionOpen(section.key), false); setOpened(!open); };
  return (
    <section className="card part" aria-labelledby={`part-${section.key}`}>
      <header>
        <h2 id={`part-${section.key}`}>{pick(section.zh, section.en)}</h2>
        {section.party?.map((use) => <MasterUse key={use.en} use={use} row={root} />)}
        {hidden.length > 0 && <button type="button" className="plain small more" aria-expanded={open} onClick={toggle}>{open ? t('fewer_fields') : t('more_fields', hidden.length - more.length)}</button>}
      </header>
      <div className="fields">
        {[...fields, ...more].map(({ field, span }) => <Field key={field.name} row={root} field={field} span={span} />)}
      </div>
    </section>
  );
}

function GroupPart({ section, root }: { section: GroupSection; root: Row }) {
  const pick = usePick();
  const group = root.group.children.find((child) => child.name === section.group);
  const rows = useRows(root, section.group);
  if (!group) return null;
  const title = pick(section.zh ?? group.label_zh, section.en ?? group.label_en);
  return (
    <section className={`card part${section.half ? ' half' : ''}${rows.length || section.papers ? '' : ' empty'}`} aria-labelledby={`part-${section.key}`} id={`group-${section.group}`}>
      <header><h2 id={`part-${section.key}`}>{title}</h2><PlaceFindings row={root} field={section.group} /></header>
      {section.papers && <Papers root={root} group={group} />}
      <Grid parent={root} group={group} title={title} />
    </section>
  );
}

/** Fields no section names: behind "more" of the section that takes the rest. */
function restOf(layout: FormLayout, root: Row): string[] {
  const named = new Set([...layout.made, ...layout.sections.flatMap((section) => (section.kind === 'fields' ? [...section.fields, ...(section.more ?? [])] : []))].map((name) => name.replace(/[+*]$/, '')));
  return root.group.fields.filter((field) => !named.has(field.name)).map((field) => field.name);
}

export const Sections = memo(function Sections({ root }: { root: Row }) {
  const spec = useSpec();
  const layout = kLayouts[spec.form];
  const rest = useMemo(() => restOf(layout, root), [layout, root]);
  return (
    <div className="parts">
      {layout.sections.map((section) => section.kind === 'fields'
        ? <FieldsPart key={section.key} section={section} root={root} rest={section.rest ? rest : kNothing} />
        : <GroupPart key={section.key} section={section} root={root} />)}
    </div>
  );
});
const kNothing: readonly string[] = [];
