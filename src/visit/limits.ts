/** In the year in which they get so old, everybody is offered a visit; the database goes by it, too. */
export const visitLimits = { visitedAtAge: 65 };
