/** A Korean text with its English translation, in that order of weight. */
export const words = (korean: string, english: string) =>
  React.createElement(
    React.Fragment,
    null,
    korean,
    ' ',
    React.createElement('small', { lang: 'en' }, english),
  );
