/** The tables of a page by their captions, as texts: what a reader has before their eyes, and no object of ours. */
export function tablesIn(page: string): Map<string, string[][]> {
  const tables = [...page.matchAll(/<table><caption>(.*?)<\/caption>([\s\S]*?)<\/table>/g)];
  return new Map(
    tables.map(([, caption, body]) => [
      textIn(caption!),
      [...body!.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
        [...row!.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) => textIn(cell!)),
      ),
    ]),
  );
}

/** A piece of a page without its marks. */
export const textIn = (piece: string) =>
  piece.replace(/<[^>]+>/g, '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

/** The number that a cell says in either language; what says none is told as it is. */
export function numberIn(cell: string): number | string {
  const won = /^(?:([\d,]+)억)? ?(?:([\d,]+)만)? ?([\d,]*) ?원$/.exec(cell);
  const plain = (text = '') => Number(text.replaceAll(',', ''));
  if (won) return plain(won[1]) * 1e8 + plain(won[2]) * 1e4 + plain(won[3]);
  const count = /^([\d,]+)(건|가구|회| won)?$/.exec(cell);
  return count ? plain(count[1]) : cell;
}
