import type { Head } from './chain.js';

/** What is not as it was sealed. */
export interface Finding {
  kind:
    | 'CHANGED'
    | 'REMOVED'
    | 'GAP'
    | 'MISPLACED'
    | 'UNSIGNED'
    | 'HEADS_MISSING'
    | 'HEAD_FORGED'
    | 'KEY_UNKNOWN'
    | 'HEAD_MISMATCH'
    | 'CUT_OFF'
    | 'NO_HEAD'
    | 'NONE_COMPARED'
    | 'UNSEALED';
  /** Of the entry that it is about, or of the first one that is still there after it. */
  entryId: string | null;
  /** "한국어. English." */
  words: string;
}

const where = (head: Head, line?: number) =>
  line === undefined
    ? { ko: `${head.number}번 서명`, en: `Head ${head.number}` }
    : { ko: `파일 ${line}행의 ${head.number}번 서명`, en: `Head ${head.number} in line ${line} of the file` };

/** Every kind of finding with its words. */
export const findings = {
  changed: (entryId: string, position: bigint): Finding => ({
    kind: 'CHANGED',
    entryId,
    words: `접속기록 ${entryId} (순번 ${position})이 봉인된 뒤 바뀌었거나 자리가 바뀌었습니다. Entry ${entryId} (position ${position}) was changed or moved after it was sealed.`,
  }),
  removed: (entryId: string, position: bigint): Finding => ({
    kind: 'REMOVED',
    entryId,
    words: `접속기록 ${entryId} (순번 ${position})이 봉인된 뒤 지워졌습니다. Entry ${entryId} (position ${position}) was removed after it was sealed.`,
  }),
  gap: (first: bigint, last: bigint, entryId: string): Finding => ({
    kind: 'GAP',
    entryId,
    words: `접속기록 ${entryId} 앞의 순번 ${first}–${last} 봉인이 없습니다. Before entry ${entryId} the seals of positions ${first}–${last} are missing.`,
  }),
  misplaced: (position: bigint, entryId: string): Finding => ({
    kind: 'MISPLACED',
    entryId,
    words: `접속기록 ${entryId}의 순번 ${position}은 있을 수 없는 자리입니다. Entry ${entryId} has position ${position}, where nothing can be.`,
  }),
  unsigned: (first: bigint, last: bigint): Finding => ({
    kind: 'UNSIGNED',
    entryId: null,
    words: `순번 ${first}–${last}을 서명한 것이 없습니다. Nothing signs positions ${first}–${last}.`,
  }),
  headsMissing: (expected: bigint, number: bigint): Finding => ({
    kind: 'HEADS_MISSING',
    entryId: null,
    words: `${expected}번 서명이 있을 자리에 ${number}번이 있습니다. Where head ${expected} should be there is head ${number}.`,
  }),
  forged: (head: Head, line?: number): Finding => ({
    kind: 'HEAD_FORGED',
    entryId: head.lastEntryId,
    words: `${where(head, line).ko}이 맞지 않습니다(접속기록 ${head.lastEntryId}까지). ${where(head, line).en} (up to entry ${head.lastEntryId}) does not bear the signature of its key.`,
  }),
  unknownKey: (head: Head, line?: number): Finding => ({
    kind: 'KEY_UNKNOWN',
    entryId: head.lastEntryId,
    words: `${where(head, line).ko}의 열쇠 ${JSON.stringify(head.keyId)}를 모릅니다(접속기록 ${head.lastEntryId}까지). ${where(head, line).en} (up to entry ${head.lastEntryId}) names the key ${JSON.stringify(head.keyId)}, which was not given.`,
  }),
  otherHash: (head: Head, line?: number): Finding => ({
    kind: 'HEAD_MISMATCH',
    entryId: head.lastEntryId,
    words: `순번 ${head.position}의 해시가 ${where(head, line).ko}과 다릅니다(접속기록 ${head.lastEntryId}까지). The hash at position ${head.position} is another than in ${where(head, line).en} (up to entry ${head.lastEntryId}).`,
  }),
  cutOff: (head: Head, position: bigint, line?: number): Finding => ({
    kind: 'CUT_OFF',
    entryId: head.lastEntryId,
    words: `${where(head, line).ko}은 순번 ${head.position}(접속기록 ${head.lastEntryId})까지인데 그 순번이 없습니다(마지막 순번 ${position}). ${where(head, line).en} reaches position ${head.position} (entry ${head.lastEntryId}), which is not there (the last position is ${position}).`,
  }),
  noHead: (line: number): Finding => ({
    kind: 'NO_HEAD',
    entryId: null,
    words: `파일 ${line}행은 서명이 아닙니다. Line ${line} of the file is no head.`,
  }),
  noneCompared: (): Finding => ({
    kind: 'NONE_COMPARED',
    entryId: null,
    words:
      '파일에 이 기록과 맞는 서명이 하나도 없습니다. The file has not one head that agrees with this log.',
  }),
  unsealed: (entryId: string, at: string): Finding => ({
    kind: 'UNSEALED',
    entryId,
    words: `접속기록 ${entryId} (${at})이 봉인되지 않았습니다. Entry ${entryId} (${at}) is not sealed.`,
  }),
} satisfies Record<string, (...about: never[]) => Finding>;
