export type WireState = 'whole' | 'frozen' | 'gone' | 'resetsTypes' | 'losesCommits';

export function proxyTo(url: string): Promise<{
  url: string;
  /** Another login’s address of the same database, through this wire. */
  through(url: string): string;
  resets(): number;
  become(next: WireState): void;
  cut(): void;
  stop(): Promise<void>;
}>;
