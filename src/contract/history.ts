import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { packageRoot } from '../config.js';

/** A version of a file as git has it, and the commit that a reader can look it up by. */
export interface Version {
  commit: string;
  text: string;
}

/**
 * The versions of a file that clients may have: the one of HEAD, the one before the last commit that changed it (else a
 * break would pass once it is committed), and the one that this branch began from. `null` outside git.
 */
export function committedVersions(path: string): Version[] | null {
  if (!inGit()) return null;
  const commits = [
    'HEAD',
    ...lines(git('log', '--first-parent', '-n', '2', '--format=%H', '--', path)),
    ...['origin/main', 'main'].flatMap((branch) => lines(git('merge-base', 'HEAD', branch))),
  ];
  const versions = new Map<string, Version>();
  for (const commit of commits) {
    const text = git('show', `${commit}:./${path}`);
    if (text !== null && !versions.has(text)) versions.set(text, { commit: commit.slice(0, 12), text });
  }
  return [...versions.values()];
}

function inGit(): boolean {
  if (git('rev-parse', '--show-toplevel') !== null) return true;
  // A repository that git will not read must not pass for none: the check would skip the comparison in silence.
  if (existsSync(`${packageRoot}/.git`))
    throw new Error('git cannot read this repository, so that breaking changes cannot be found');
  return false;
}

const lines = (text: string | null) => (text ?? '').split('\n').filter(Boolean);

function git(...words: string[]): string | null {
  try {
    return execFileSync('git', words, {
      cwd: packageRoot,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return null;
  }
}
