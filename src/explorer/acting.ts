import { ask } from './ask.js';
import { words } from './words.js';

const h = React.createElement;

/** A post in which a persona can act. */
export interface Post {
  id: string;
  title: string;
  organizationName: string;
  primary: boolean;
}

interface Acting {
  viewer?: { posts?: Post[] | null } | null;
}

/** The posts of whoever has the token, the primary one first; none where the schema knows of no posts. */
export async function postsOf(token: string, schema: Schema): Promise<Post[]> {
  if (!schema.getType('ViewerPost')) return [];
  const { data } = await ask(token, {
    query: '{ viewer { posts { id title organizationName primary } } }',
  });
  return (data as Acting | undefined)?.viewer?.posts ?? [];
}

/** What a request says of itself beside its token: the purpose, and the post where it is not the primary one. */
export const headersOf = (purpose: string, post: string | undefined): Record<string, string> => ({
  ...(purpose && { 'Hamkke-Purpose': purpose }),
  ...(post && { 'Hamkke-Post': post }),
});

interface PurposeProps {
  schema: Schema | null;
  purpose: string;
  onPurpose: (purpose: string) => void;
}

/** The purposes that the schema knows, in its own words. */
export function PurposePicker({ schema, purpose, onPurpose }: PurposeProps) {
  const values = schema?.getType('Purpose')?.getValues?.() ?? [];
  if (values.length === 0) return null;
  return picker(
    words('목적', 'Purpose'),
    purpose,
    [
      ['', '말하지 않음 · Not said'],
      ...values.map(({ name, description }): [string, string] => [
        name,
        `${description?.split('.')[0] ?? ''} · ${name}`,
      ]),
    ],
    onPurpose,
  );
}

interface PostProps {
  posts: Post[];
  post: string;
  onPost: (post: string) => void;
}

/** The posts of the persona, where there is a choice. */
export function PostPicker({ posts, post, onPost }: PostProps) {
  if (posts.length < 2 && post === '') return null;
  return picker(
    words('직위', 'Post'),
    post,
    posts.map(({ id, title, organizationName, primary }): [string, string] => [
      primary ? '' : id,
      `${title}, ${organizationName}${primary ? ' (주 직위 · primary)' : ''}`,
    ]),
    onPost,
  );
}

/** A labelled select; a value that is no option, such as one of a link, is shown as it is, since it is sent. */
export const picker = (
  label: React.ReactNode,
  value: string,
  options: readonly (readonly [value: string, text: string])[],
  onChoose: (value: string) => void,
  title?: string,
) =>
  h(
    'label',
    { className: 'pick' },
    h('span', null, label),
    h(
      'select',
      {
        value,
        title,
        onChange: (event: React.ChangeEvent<HTMLSelectElement>) => onChoose(event.target.value),
      },
      [...options, ...(options.some(([key]) => key === value) ? [] : [[value, value] as const])].map(
        ([key, text]) => h('option', { key, value: key }, text),
      ),
    ),
  );
