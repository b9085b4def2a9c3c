import { rmSync } from 'node:fs';

/** Removes a folder and all that is in it, also while a server that ends still writes there. */
export const removeFolder = (folder) =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
