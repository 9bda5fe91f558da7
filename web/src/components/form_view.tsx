// The form as it was lodged, read only: the order of the form, codes with their names, groups as tables, findings and differences at their fields.
import { Fragment } from 'react';
import { type CodeRow, type Difference, type FormRecord, type FormValue, useCodes } from '../api/cases';
import { type FieldLabel, type GroupLabel } from '../api/form_labels';
import type { Finding } from '../api/types';
import { usePick, useWords, type Words } from '../text/text';

const words = { header: ['基本信息', 'Header'], was: ['原为 {0}', 'was {0}'], empty: ['(空)', '(empty)'], yes: ['是', 'yes'], no: ['否', 'no'] } satisfies Words;

interface Marks { findings: Finding[]; differences: Difference[] }

function Value({ field, value }: { field: FieldLabel | undefined; value: FormValue }) {
  const pick = usePick();
  const t = useWords(words);
  const codes = useCodes(field?.list === 'tariff' ? undefined : field?.list);  // the tariff is no list to hold
  if (typeof value === 'object') return null;
  if (field?.flag && (value === '0' || value === '1')) return <>{t(value === '1' ? 'yes' : 'no')}</>;
  const row = codes.data?.find((one: CodeRow) => one.code === String(value));
  if (!row) return <>{String(value)}</>;
  const name = pick(row.name_zh, row.name_en);
  return <span className={name.length <= 8 ? 'short' : ''}>{name} <span className="soft">{row.code}</span></span>;
}

function Cell({ field, value, path, marks }: { field: FieldLabel | undefined; value: FormValue; path: string; marks: Marks }) {
  const t = useWords(words);
  const pick = usePick();
  const found = marks.findings.filter((one) => one.path === path);
  const change = marks.differences.find((one) => one.path === path);
  return (
    <>
      <Value field={field} value={value} />
      {change && <span className="was"> {t('was', change.before || t('empty'))}</span>}
      {found.map((one, index) => <span key={index} className="at-field">{pick(one.zh, one.en)}</span>)}
    </>
  );
}

/** Names of a record's plain fields in the order of the form, then those the form does not know. */
const plainFields = (record: FormRecord, labels: GroupLabel | undefined) => {
  const known = labels?.fields.filter((field) => record[field.name] !== undefined && typeof record[field.name] !== 'object').map((field) => field.name) ?? [];
  return [...known, ...Object.keys(record).filter((name) => !labels?.byName.has(name) && typeof record[name] !== 'object')];
};

/** Long texts get a wider column, so that rows stay low. */
const widthOf = (value: FormValue | undefined) => { const length = String(value ?? '').length; return length > 40 ? 'long' : length > 9 ? 'mid' : ''; };

function GroupTable({ rows, labels, path, marks }: { rows: FormRecord[]; labels: GroupLabel | undefined; path: string; marks: Marks }) {
  const pick = usePick();
  const names = plainFields(Object.assign({}, ...rows) as FormRecord, labels).filter((name) => name !== 'line_number');
  const nested = labels?.fields.filter((field) => field.group && rows.some((row) => Array.isArray(row[field.name]))) ?? [];
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={labels ? pick(labels.zh, labels.en) : path}>
      <table className="dense wide">
        <thead>
          <tr>
            <th scope="col">#</th>
            {names.map((name) => { const field = labels?.byName.get(name); return <th key={name} scope="col">{field ? pick(field.zh, field.en) : name}</th>; })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Fragment key={index}>
              <tr>
                <td className="number">{index + 1}</td>
                {names.map((name) => <td key={name} className={widthOf(row[name])}>{row[name] !== undefined && <Cell field={labels?.byName.get(name)} value={row[name]} path={`${path}/${index}/${name}`} marks={marks} />}</td>)}
              </tr>
              {nested.filter((field) => Array.isArray(row[field.name])).map((field) => (
                <tr key={field.name} className="nested">
                  <td />
                  <td colSpan={names.length}>
                    <span className="soft">{pick(field.zh, field.en)}:</span>{' '}
                    {(row[field.name] as FormRecord[]).map((one, at) => <Facts key={at} record={one} labels={field.group} path={`${path}/${index}/${field.name}/${at}`} marks={marks} inline />)}
                  </td>
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Few lines of many fields are read like the header; a table of them would have to be pushed sideways. */
const kLinesAsFacts = 2, kFieldsOfATable = 8;
const areFacts = (rows: FormRecord[], labels: GroupLabel | undefined) =>
  rows.length <= kLinesAsFacts && rows.some((row) => plainFields(row, labels).length > kFieldsOfATable);

function LinesAsFacts({ rows, labels, path, marks }: { rows: FormRecord[]; labels: GroupLabel | undefined; path: string; marks: Marks }) {
  const pick = usePick();
  return (
    <>
      {rows.map((row, index) => (
        <div key={index} className="line-facts">
          {rows.length > 1 && <h4>{index + 1}</h4>}
          <Facts record={row} labels={labels} path={`${path}/${index}`} marks={marks} />
          {labels?.fields.filter((field) => field.group && Array.isArray(row[field.name]) && (row[field.name] as FormRecord[]).length > 0).map((field) => (
            <div key={field.name}><span className="soft">{pick(field.zh, field.en)}</span>
              <GroupTable rows={row[field.name] as FormRecord[]} labels={field.group} path={`${path}/${index}/${field.name}`} marks={marks} />
            </div>
          ))}
        </div>
      ))}
    </>
  );
}

function Facts({ record, labels, path, marks, inline }: { record: FormRecord; labels: GroupLabel | undefined; path: string; marks: Marks; inline?: boolean }) {
  const pick = usePick();
  return (
    <dl className={inline ? 'inline-facts' : 'facts'}>
      {plainFields(record, labels).filter((name) => name !== 'line_number').map((name) => {
        const field = labels?.byName.get(name);
        const value = record[name];
        return value === undefined ? null : <div key={name}><dt>{field ? pick(field.zh, field.en) : name}</dt><dd><Cell field={field} value={value} path={`${path}/${name}`} marks={marks} /></dd></div>;
      })}
    </dl>
  );
}

/** Groups that are shown elsewhere, as papers. */
const kElsewhere = ['attached_documents', 'unknown_elements'];

export function FormView({ document, labels, findings, differences }: { document: FormRecord; labels: GroupLabel | undefined; findings: Finding[]; differences: Difference[] }) {
  const t = useWords(words);
  const pick = usePick();
  const marks = { findings, differences };
  const groups = (labels?.fields.filter((field) => field.group).map((field) => field.name) ?? Object.keys(document).filter((name) => Array.isArray(document[name])))
    .filter((name) => !kElsewhere.includes(name) && Array.isArray(document[name]) && (document[name] as FormRecord[]).length > 0);
  return (
    <>
      <details open className="part"><summary>{t('header')}</summary><Facts record={document} labels={labels} path="" marks={marks} /></details>
      {groups.map((name) => {
        const field = labels?.byName.get(name);
        const rows = document[name] as FormRecord[];
        return (
          <details open className="part" key={name}>
            <summary>{field ? pick(field.zh, field.en) : name} ({rows.length})</summary>
            {areFacts(rows, field?.group)
              ? <LinesAsFacts rows={rows} labels={field?.group} path={`/${name}`} marks={marks} />
              : <GroupTable rows={rows} labels={field?.group} path={`/${name}`} marks={marks} />}
          </details>
        );
      })}
    </>
  );
}
