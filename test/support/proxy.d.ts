export type WireState = 'whole' | 'frozen' | 'gone' | 'resetsTypes' | 'losesCommits';

export function proxyTo(url: string): Promise<{
  url: string;
  resets(): number;
  become(next: WireState): void;
  cut(): void;
  stop(): Promise<void>;
}>;
