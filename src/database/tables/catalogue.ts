export * from './catalogue/provenance.js';
export * from './catalogue/reach.js';
export * from './catalogue/services.js';
export * from './catalogue/sponsors.js';
export * from './catalogue/taxonomy.js';
export * from './catalogue/terms.js';
export * from './catalogue/upkeep.js';
