// Reads one JSON object from standard input: {secret, headers, body (base64)}. Writes what the reference library says.
const { Webhook } = require("standardwebhooks");

let input = "";
process.stdin.on("data", (chunk) => (input += chunk));
process.stdin.on("end", () => {
  const { secret, headers, body } = JSON.parse(input);
  try {
    const payload = new Webhook(secret).verify(Buffer.from(body, "base64"), headers);
    process.stdout.write(JSON.stringify({ verified: true, payload }));
  } catch (error) {
    process.stdout.write(JSON.stringify({ verified: false, error: `${error.name}: ${error.message}` }));
  }
});
