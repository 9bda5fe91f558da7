// Enter goes to the next field that is to be filled: through the form in the order it stands, into and through the grids. What a grid does at
// the end of a line it says itself, as a guide registered under its name.

export interface Guide {
  /** From the last cell of a line. */
  afterCell(line: number): void;
  /** From the last field of the detail below the grid. */
  afterDetail(): void;
}
const guides = new Map<string, Guide>();
export const registerGuide = (name: string, guide: Guide) => {
  guides.set(name, guide);
  return () => { if (guides.get(name) === guide) guides.delete(name); };
};

export const isComposing = (event: { isComposing: boolean; keyCode: number }) => event.isComposing || event.keyCode === 229;

const isOpenToPerson = (element: HTMLElement) => element.offsetParent !== null && !(element as HTMLInputElement).disabled;
export const stopsIn = (part: ParentNode) => [...part.querySelectorAll<HTMLElement>('[data-stop]')].filter(isOpenToPerson);

export function enter(element: HTMLElement) {
  element.focus();
  if (element instanceof HTMLInputElement && element.type !== 'checkbox') element.select();
}

const follows = (element: HTMLElement, other: HTMLElement) => (element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;

export function goOn(form: HTMLElement, from: HTMLElement) {
  const cell = from.dataset['grid'];
  const next = stopsIn(form).find((stop) => follows(from, stop));
  if (cell !== undefined && !(next?.dataset['grid'] === cell && next.dataset['line'] === from.dataset['line'])) return guides.get(cell)?.afterCell(Number(from.dataset['line']));
  goPast(form, from);
}

/** To the first field after this place, leaving the detail of a line by its grid. */
export function goPast(form: ParentNode, place: HTMLElement) {
  const next = stopsIn(form).find((stop) => follows(place, stop) && !place.contains(stop));
  const detail = place.parentElement?.closest<HTMLElement>('[data-detail]');
  if (detail && (!next || !detail.contains(next))) return guides.get(detail.dataset['detail'] ?? '')?.afterDetail();
  if (next) enter(next);
}
