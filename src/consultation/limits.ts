/** How many questions a consultation begins with at most. */
export const mostQuestions = 20;
