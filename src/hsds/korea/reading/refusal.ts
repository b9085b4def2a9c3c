/** Why a source answered without records. */
export interface Refusal {
  /** `quota`: no more calls today. `key`: the key is not registered, or not for this. `other`: whatever else. */
  kind: 'quota' | 'key' | 'other';
  sentence: string;
}

const quota = new Set(['22']);
const key = new Set(['20', '30', '31', '32', '-4', '-401']);
const fine = new Set(['0', '00', 'INFO-0']);

/** What an answer says of itself, where it says that it has nothing to give: a status of 200 does not mean success. */
export function refusalIn(envelope: ReadonlyMap<string, string>): Refusal | null {
  const code = ['returnReasonCode', 'resultCode', 'code'].flatMap((name) => envelope.get(name) ?? [])[0];
  if (code === undefined || fine.has(code)) return null;
  const words = ['returnAuthMsg', 'resultMessage', 'resultMsg', 'msg', 'errMsg'].flatMap(
    (name) => envelope.get(name) || [],
  )[0];
  const said = words ? `${code} (${words})` : code;
  if (quota.has(code)) return { kind: 'quota', sentence: `the quota of calls is used up: ${said}.` };
  if (key.has(code)) return { kind: 'key', sentence: `the key was refused: ${said}.` };
  return { kind: 'other', sentence: `the source answered ${said}.` };
}
