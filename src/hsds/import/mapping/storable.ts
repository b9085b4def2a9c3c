const halves = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text as PostgreSQL can hold it: it holds every character but NUL, and half a pair of two is none. */
export const storable = (text: string): string => text.replaceAll('\0', '').replace(halves, '\uFFFD');
