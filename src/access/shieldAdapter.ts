import { createRequire } from 'node:module';

// graphql-shield 7.6's ESM build imports util.isUndefined, which Node 23 removed. Its CommonJS build runs when the
// function is put back before it is loaded: this file is the only place that knows.
const require = createRequire(import.meta.url);
const util = require('node:util') as { isUndefined?: (value: unknown) => boolean };
util.isUndefined ??= (value) => value === undefined;

const shieldPackage = require('graphql-shield') as typeof import('graphql-shield');
const middleware = require('graphql-middleware') as typeof import('graphql-middleware');

export const { shield, rule, allow } = shieldPackage;
export const { applyMiddleware } = middleware;
