export * from './case.js';
export * from './catalogue.js';
export * from './command.js';
export * from './consent.js';
export * from './enums.js';
export * from './household.js';
export * from './log.js';
export * from './staff.js';
