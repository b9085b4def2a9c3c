import { enumDescriptions } from '../database/tables/enumDescriptions.js';
import { declineReason } from '../database/tables/enums.js';

/** What the page of a link may show: no name, no household, nothing that a mail scanner should not read. */
export interface Asked {
  domain: string;
  /** Null where the organization is confidential. */
  sender: string | null;
}

/** The Korean half of an enum value's description. */
const korean = (enumName: string, value: string) =>
  (enumDescriptions.get(enumName)?.values[value] ?? value).split('. ')[0]!;

const escaped = (text: string) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);

const page = (title: string, body: string) => `<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;

/** Asks for an answer; sent to the address that it was opened at. */
export const askingPage = ({ domain, sender }: Asked) =>
  page(
    '서비스 의뢰',
    `<p><strong>${escaped(sender ?? '비공개 기관')}</strong>에서 <strong>${korean('need_domain', domain)}</strong> 영역의 서비스를 의뢰했습니다.</p>
<p>답은 한 번만 보낼 수 있습니다. 이름이나 연락처는 적지 마십시오.</p>
<form method="post">
<fieldset>
<legend>회신</legend>
<p><label><input type="radio" name="answer" value="ACCEPT" required> 수락합니다</label></p>
<p><label><input type="radio" name="answer" value="WAITLIST"> 대기자로 올립니다</label></p>
<p><label><input type="radio" name="answer" value="REJECT"> 거절합니다</label></p>
</fieldset>
<p><label>거절 사유 <select name="reason"><option value="">해당 없음</option>${declineReason.enumValues
      .map((each) => `<option value="${each}">${korean('decline_reason', each)}</option>`)
      .join('')}</select></label></p>
<p><label>전달 사항<br><textarea name="message" rows="4" cols="40" maxlength="2000"></textarea></label></p>
<p><button>보내기</button></p>
</form>`,
  );

export const thanksPage = page('회신 완료', '<p>회신을 보냈습니다. 이 창을 닫아도 됩니다.</p>');

/** The same for a link that is wrong, spent or over: which of them it is, nobody is told. */
export const nothingPage = page(
  '쓸 수 없는 링크',
  '<p>이 링크는 쓸 수 없습니다. 이미 회신했거나 기한이 지났다면 보낸 기관에 문의해 주십시오.</p>',
);

export const unreadablePage = page(
  '회신을 읽을 수 없습니다',
  '<p>수락, 대기, 거절 중 하나를 고르고, 거절이면 사유를 골라 주십시오. 사유가 기타이면 전달 사항을 적어 주십시오.</p>',
);

/** Nobody is told that their answer is there or is not: the link says it when it is opened again. */
export const unavailablePage = page(
  '지금은 열 수 없습니다',
  '<p>데이터베이스가 지금 응답하지 않습니다. 잠시 뒤에 이 링크를 다시 열어 주십시오. 회신을 보내던 중이었다면, 링크가 다시 열리는 동안은 회신이 저장되지 않은 것입니다.</p>\n<p lang="en">The database does not answer right now: open this link again in a moment. While it opens, no answer has been stored.</p>',
);
