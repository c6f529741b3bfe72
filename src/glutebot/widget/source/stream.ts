/** Server-sent events out of the body of an answer, whatever way it was cut into pieces. */

export interface StreamEvent {
  readonly name: string;
  readonly data: unknown;
}

/** Yield the events of a body; comments are named "ping", so that silence can be told from life. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  let name = "";
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split(done ? /\r\n?|\n/ : /\r\n|\n|\r(?!\n|$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith(":")) yield { name: "ping", data: undefined };
        else if (line) [name, data] = readField(line, name, data);
        else {
          const event = readEvent(name, data);
          [name, data] = ["", []];
          if (event) yield event;
        }
      }
      if (done) return;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function readField(line: string, name: string, data: string[]): [string, string[]] {
  const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line)!;
  if (field === "event") return [value!, data];
  return [name, field === "data" ? [...data, value!] : data];
}

/** Return an event, unless it is empty or not what it says; a broken one must not end the rest. */
function readEvent(name: string, data: string[]): StreamEvent | undefined {
  if (!data.length) return undefined;
  try {
    return { name: name || "message", data: JSON.parse(data.join("\n")) };
  } catch {
    return undefined;
  }
}
