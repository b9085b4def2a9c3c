// Shapes of packages that bring none: what tests use of them.

declare module 'jsonstat-toolkit' {
  interface Category {
    label: string;
  }
  interface Dataset {
    class: string;
    id: string[];
    role: Record<'time' | 'geo' | 'metric', string[]>;
    Dimension(name: string): { label: string; Category(id: string): Category };
    toTable(options: object): Record<string, string | number | null>[];
  }
  export default function jsonStat(document: unknown): {
    class: string;
    length: number;
    Dataset(nth: number): Dataset;
  };
}

declare module 'odata-csdl' {
  const csdl: { xml2json(xml: string, options: object): Record<string, unknown> };
  export default csdl;
}
