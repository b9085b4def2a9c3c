import Fastify from 'fastify';
import { buildSchema, graphql } from 'graphql';
import { explorer } from '../../src/http/explorer.js';
import type { PreparedOperation } from '../../src/http/operations.js';

const schema = buildSchema(/* GraphQL */ `
  type Query {
    "One household (가구)."
    household(id: ID!): Household
    services(first: Int = 3): [Service!]!
    viewer: Viewer
  }
  type Viewer {
    posts: [ViewerPost!]!
  }
  type ViewerPost {
    id: ID!
    title: String!
    organizationName: String!
    primary: Boolean!
  }
  "처리 목적. For what a person’s data is used."
  enum Purpose {
    "통합사례관리. Work on the household’s case."
    CASE_MANAGEMENT
    "위기개입. Acting on an acute danger."
    CRISIS_INTERVENTION
  }
  type Mutation {
    renameService(name: String!): Service
  }
  type Service {
    id: ID!
    name: String!
    phone: String
  }
  type Household {
    id: ID!
    stage: String
    members: [Member!]
    access: Access
  }
  type Member {
    id: ID!
    isHead: Boolean
    identity: Identity
    contact: Contact
    health: Health
  }
  type Identity {
    name: String
    birthDate: String
  }
  type Contact {
    phone: String
  }
  type Health {
    "혈압과 복약. What the nurse wrote."
    note: String
  }
  type Access {
    granted: [String!]!
    withheld: [String!]!
  }
`);

const operations: PreparedOperation[] = [
  {
    name: 'HouseholdView',
    description: '한 가구를 구성원과 함께 봅니다. 동의한 만큼만 보입니다.\nOne household with its members.',
    audience: 'worker',
    text: `# 한 가구를 구성원과 함께 봅니다.
query HouseholdView($id: ID!) {
  household(id: $id) {
    id
    stage
    members {
      id
      isHead
      identity { name birthDate }
      contact { phone }
      health { note }
    }
    access { granted withheld }
  }
}
`,
    variables: { id: 'household-1' },
  },
  {
    name: 'Services',
    description: '누구나 볼 수 있는 서비스 목록. The public catalogue.',
    audience: 'everybody',
    text: 'query Services { services { id name phone } }\n',
    variables: {},
  },
  {
    name: 'RenameService',
    description: '서비스 이름을 바꿉니다. Renames a service.',
    audience: 'editor',
    text: 'mutation RenameService($name: String!) { renameService(name: $name) { id name } }\n',
    variables: { name: '새 이름' },
  },
];

const personas = [
  { key: 'head', title: '센터장 · Head of the centre', short: '센터장 · Head', token: 'head-token' },
  {
    key: 'case-manager',
    title: '통합사례관리사 · Case manager',
    short: '사례관리사 · Case manager',
    token: 'manager-token',
  },
  { key: 'apo', title: '학대예방경찰관 · Police officer', short: '경찰관 · Police', token: 'apo-token' },
  {
    key: 'welfare-centre',
    title: '복지관, 동의 있음 · Welfare centre with consent',
    short: '복지관 · Welfare centre',
    token: 'centre-token',
  },
  {
    key: 'welfare-centre-none',
    title: '복지관, 동의 없음 · Welfare centre, no consent',
    short: '복지관 (동의 없음) · No consent',
    token: 'none-token',
  },
  { key: 'nurse', title: '방문간호사 · Visiting nurse', short: '간호사 · Nurse', token: 'nurse-token' },
];

const post = (id: string, title: string, primary: boolean) => ({
  id,
  title,
  organizationName: '센터',
  primary,
});
const posts: Record<string, ReturnType<typeof post>[]> = {
  'head-token': [post('post-1', '센터장', true), post('post-2', '희망복지팀장', false)],
  'manager-token': [post('post-3', '사례관리사', true)],
};

const classes: Record<string, string[]> = {
  'head-token': ['SUMMARY', 'IDENTITY', 'CONTACT', 'HEALTH'],
  'manager-token': ['SUMMARY', 'IDENTITY', 'CONTACT', 'HEALTH'],
  'apo-token': ['SUMMARY', 'IDENTITY'],
  'centre-token': ['SUMMARY', 'IDENTITY', 'CONTACT'],
  'nurse-token': ['SUMMARY', 'IDENTITY', 'CONTACT', 'HEALTH'],
};

const people = [
  { id: 'member-1', name: '김가상', birthDate: '1944-03-02', phone: '010-0000-0001', note: '혈압이 높음' },
  { id: 'member-2', name: '이허구', birthDate: '1971-11-20', phone: '010-0000-0002', note: '복약 확인 필요' },
];

function household(granted: string[] | undefined) {
  if (!granted) return null;
  const has = (one: string) => granted.includes(one);
  return {
    id: 'household-1',
    stage: 'LINKING',
    members: people
      .filter((_, index) => index === 0 || has('CONTACT'))
      .map((person, index) => ({
        id: person.id,
        isHead: index === 0,
        identity: has('IDENTITY') ? person : null,
        contact: has('CONTACT') ? person : null,
        health: has('HEALTH') ? person : null,
      })),
    access: { granted, withheld: ['IDENTITY', 'CONTACT', 'HEALTH'].filter((one) => !has(one)) },
  };
}

export interface ToyServer {
  url: string;
  /** Undoes what mutations changed. */
  reset(): void;
  stop(): Promise<void>;
}

/** A server with the explorer and an endpoint that answers by bearer token: what the explorer needs, no more. */
export async function startServer(port = 0): Promise<ToyServer> {
  const app = Fastify({ forceCloseConnections: true });
  const usual = '방문 목욕';
  let name = usual;
  app.post<{ Body: { query: string; operationName?: string; variables?: Record<string, unknown> } }>(
    '/graphql',
    async (request) => {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      const { query, operationName, variables } = request.body;
      const rootValue = {
        household: () => household(classes[token]),
        viewer: () => (token ? { posts: posts[token] ?? [] } : null),
        services: () => [
          { id: 'service-1', name, phone: '02-000-0001' },
          { id: 'service-2', name: '주거 상담', phone: null },
        ],
        renameService: (input: { name: string }) => {
          name = input.name;
          return { id: 'service-1', name };
        },
      };
      return graphql({ schema, source: query, rootValue, variableValues: variables, operationName });
    },
  );
  await app.register(explorer, { personas: async () => personas, operations: () => operations });
  await app.listen({ port, host: '127.0.0.1' });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    reset() {
      name = usual;
    },
    stop: () => app.close(),
  };
}
