/** What a source calls a record, whatever it made of it: '' where it says nothing. */
export function idText(raw: unknown): string {
  if (raw === null || raw === undefined) return '';
  if (typeof raw !== 'object') return String(raw).trim();
  const keys = Object.keys(raw);
  // MongoDB wraps what JSON has no type for: {"$oid": "…"}.
  if (keys.length === 1 && keys[0]!.startsWith('$')) return idText(Object.values(raw)[0]);
  return content(raw);
}

/** A value as one text, the same in whatever order it is written; what says nothing is left out. */
export function content(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(content).filter(Boolean).sort().join(',')}]`;
  if (typeof value !== 'object' || value === null)
    return value === null || value === undefined || value === '' ? '' : JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([key]) => key !== 'last_modified')
    .map(([key, each]) => [key, content(each)] as const)
    .filter(([, each]) => each !== '' && each !== '[]' && each !== '{}')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${parts.map(([key, each]) => `${JSON.stringify(key)}:${each}`).join(',')}}`;
}
