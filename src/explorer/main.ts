import { list, type Operation, type Persona } from './ask.js';
import { Explorer } from './explorer.js';
import { words } from './words.js';

const h = React.createElement;
const anonymous: Persona = {
  key: 'anonymous',
  title: '익명, 토큰 없음 · Anonymous, without a token',
  short: '익명 · Anonymous',
  token: null,
};

const personas = async (): Promise<Persona[]> => [anonymous, ...(await list<Persona>('/explorer/personas'))];
const root = ReactDOM.createRoot(document.getElementById('explorer')!);

async function start(): Promise<void> {
  try {
    const [who, operations] = await Promise.all([personas(), list<Operation>('/explorer/operations')]);
    root.render(h(Explorer, { lists: { personas: who, operations }, renew: personas }));
  } catch (error) {
    root.render(
      h(
        'div',
        { role: 'alert', className: 'trouble alone' },
        h(
          'p',
          null,
          words('서버에 연결할 수 없습니다.', `The server is away (${(error as Error).message}).`),
        ),
        h('button', { type: 'button', onClick: start }, words('다시 시도', 'Try again')),
      ),
    );
  }
}

await start();
