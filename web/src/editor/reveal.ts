// Brings a place of the form into sight and goes there, opening what hides it: "more" of a section, the line of a grid and its detail.
import { elementId, type FormStore, type Row } from './form_store';
import { currentName, gridName } from './grid';
import { enter, stopsIn } from './keyboard';
import { kLayouts } from './layout';

const kTries = 20;

export function reveal(store: FormStore, row: Row, field: string) {
  for (let at: Row = row; at.parent; at = at.parent) {
    store.setUi(currentName(at.parent, at.group.name), at);
    store.setUi(`more:${at.id}`, true);
  }
  if (!row.parent) {
    const section = kLayouts[store.spec.form].sections.find((part) => part.kind === 'fields' && (part.more?.includes(field) || (part.rest && !part.fields.some((name) => name.replace(/[+*]$/, '') === field))));
    const named = kLayouts[store.spec.form].sections.some((part) => part.kind === 'fields' && part.fields.some((name) => name.replace(/[+*]$/, '') === field));
    if (section && !named) store.setUi(`open:${section.key}`, true);
  }
  let tries = kTries;
  const go = () => {
    const target = document.getElementById(elementId(row, field)) ?? (row.group.children.some((child) => child.name === field) ? groupTarget(row, field) : null)
      ?? (row.parent && (!field || tries < 4) ? document.getElementById(`${gridName(row.parent, row.group.name)}-r${row.id}`)?.parentElement?.querySelector<HTMLElement>('[data-stop]') ?? null : null);
    if (target) {
      target.scrollIntoView({ block: 'center' });
      enter(target);
    } else if (--tries > 0) requestAnimationFrame(go);
  };
  go();
}

function groupTarget(row: Row, group: string): HTMLElement | null {
  if (row.parent) return null;
  const part = document.getElementById(`group-${group}`);
  return part ? stopsIn(part)[0] ?? null : null;
}
