import { schema } from '../schema.js';
import { contractFaults } from './faults.js';

// Part of `npm run check`: one line for each fault, exit code 1 when there is any.
const faults = await contractFaults(schema);
for (const fault of faults) console.error(fault);
if (faults.length) process.exitCode = 1;
else console.log('Contract and migrations are in step.');
