/** For how many minutes an emergency opens a household at most (docs/domain.md, section 4). */
export const mostMinutes = 60;
