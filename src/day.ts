const inSeoul = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Seoul' });

/** The day that it is in Seoul at an instant, as YYYY-MM-DD. */
export const dayInSeoul = (at: Date = new Date()): string => inSeoul.format(at);

/** Whether a text is a day of the calendar, as YYYY-MM-DD: JavaScript takes 30 February for 2 March. */
export const isCalendarDay = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);
