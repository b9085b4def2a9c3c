import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { Sql } from 'postgres';
import { readConfig } from '../config.js';
import { runCommand, withDatabase } from '../database/command.js';
import { StartError } from '../errors.js';
import { complete, kindWords, readAnswers, readOffices, type Said } from './answers.js';
import { addMoreOffices, type Begun, beginDistrict, type KnownOffice } from './district.js';

const usage = `Begins a district: its office and its first administrator, who then adds everybody else.

  npm run setup -- [options]              asks what is not said, where it can ask

  --district <code>       five digits of the official code of the district (시·군·구)
  --office <name>         name of the district office
  --subject <sub>         the \`sub\` that the identity provider names the administrator by
  --administrator <name>  name of the administrator
  --title <title>         title of the post (default: 통합포털 관리자)
  --file <path>           the same as JSON, with more offices and the policy of the log's review:
                          { "district": "11170", "office": "…", "administrator": { "subject": "…", "name": "…" },
                            "offices": [{ "name": "…", "kind": "CRISIS_CENTER" }],
                            "review": { "nightFrom": "22:00", "nightUntil": "06:00", "nightReads": 10, "householdsADay": 50 } }
                          kinds: ${kindWords()}; without an administrator, more offices of a district that has begun
  --dry-run               do and report everything, and keep nothing
  --database <url>        the database, as its owner (default: DATABASE_URL, or the server's own)

What is there is never overwritten: a district begins once, and the same again prints the ids once more. The first line of its
history and of its access log is this.
`;

async function run(args: string[]): Promise<void> {
  const values = parsed(args);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const file: Said = values.file ? await readAnswers(values.file) : {};
  const said: Said = {
    ...file,
    district: values.district ?? file.district,
    office: values.office ?? file.office,
    administrator: {
      subject: values.subject ?? file.administrator?.subject,
      name: values.administrator ?? file.administrator?.name,
      title: values.title ?? file.administrator?.title,
    },
  };
  const dryRun = values['dry-run'] ?? false;
  const onlyOffices = said.offices?.length && !said.office && !said.administrator?.subject;
  const wanted = onlyOffices ? null : complete(process.stdin.isTTY ? await ask(said) : said);
  const config = readConfig(process.env);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const work = async (owner: Sql) =>
    wanted
      ? report(await beginDistrict(owner, wanted, dryRun))
      : officeLines(await addMoreOffices(owner, said.district ?? '', readOffices(said.offices!), dryRun));
  const lines = await withDatabase(
    { ...config, databaseUrl: values.database ?? config.databaseUrl },
    say,
    work,
    { only: dryRun ? 'try' : undefined },
  );
  process.stdout.write(`${lines.join('\n')}\n${dryRun ? 'Nothing was kept: this was a dry run.\n' : ''}`);
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        district: { type: 'string' },
        office: { type: 'string' },
        subject: { type: 'string' },
        administrator: { type: 'string' },
        title: { type: 'string' },
        file: { type: 'string' },
        'dry-run': { type: 'boolean' },
        database: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** Asks a person for what is missing. */
async function ask(said: Said): Promise<Said> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = async (had: string | undefined, question: string) =>
    had || (await prompt.question(`${question}: `));
  try {
    return {
      ...said,
      district: await answer(said.district, '시·군·구 코드 다섯 자리 · District code, five digits'),
      office: await answer(said.office, '청 이름 · Name of the district office'),
      administrator: {
        subject: await answer(
          said.administrator?.subject,
          '관리자 계정의 sub · Subject of the administrator’s account',
        ),
        name: await answer(said.administrator?.name, '관리자 이름 · Name of the administrator'),
        title: said.administrator?.title,
      },
    };
  } finally {
    prompt.close();
  }
}

const officeLines = (offices: readonly KnownOffice[]) =>
  offices.map(
    ({ name, kind, id, before }) =>
      `  ${kind.padEnd(16)} ${name}  Organization:${id}${before ? '  (was there before)' : ''}`,
  );

const report = ({ district, offices, administrator, before }: Begun) => [
  before
    ? `${district.name} (${district.id}) has begun before: nothing was changed.`
    : `${district.name} (${district.id}) has begun${district.units.length ? `, with its units ${district.units.join(', ')}` : ''}.`,
  ...officeLines(offices),
  `  administrator    StaffMember:${administrator.staffId}  Post:${administrator.postId}`,
];

runCommand(run);
