const inSeoul = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Seoul' });

/** The day that it is in Seoul at an instant, as YYYY-MM-DD. */
export const dayInSeoul = (at: Date = new Date()): string => inSeoul.format(at);
