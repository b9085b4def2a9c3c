/** Text of a file that is UTF-8, or else CP949, which offices and spreadsheets in Korea write. */
export function textOfFile(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // What browsers call EUC-KR is all of CP949.
    return new TextDecoder('euc-kr').decode(bytes);
  }
}
