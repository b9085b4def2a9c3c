import { Extensions } from 'type-graphql';
import type { Grant } from './grants.js';

/** Says who may see the field below it. */
export const See = (grant: Grant) => Extensions({ grant }) as MethodDecorator & PropertyDecorator;
