using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace IntegrationHealth.Testing.Foreign;

/// <summary>What stands between a host and a vendor answers in the vendor's place: firewalls, proxies, captive portals, broken servers.</summary>
/// <param name="Name">Names the answer in a theory.</param>
/// <param name="Write">Writes it.</param>
internal sealed record ForeignAnswer(string Name, RequestDelegate Write)
{
    /// <summary>A sign-in page that even holds words of the vendors' own.</summary>
    private const string Page = "<!DOCTYPE html><html><body>Sign in to the network. token_revoked invalid_grant</body></html>";

    /// <summary>
    /// A status without a word of why, which some APIs that a host may check answer themselves: it must never be certain, but may ask for the
    /// credential. A vendor whose answers are known does not answer so.
    /// </summary>
    public bool MayBeTheApisOwn { get; init; }

    public static IReadOnlyList<ForeignAnswer> All { get; } =
    [
        .. Bodies(200, "text/html", ("a page", Page), ("nothing", ""), ("blanks", "  \r\n")),
        .. Bodies(200, "application/json", ("a page", Page), ("nothing", ""), ("an empty object", "{}"), ("an empty list", "[]"), ("null", "null"),
            ("text", "\"ok\""), ("a number", "1"), ("half an object", """{"ok":true,"kind":"x","emai"""), ("two objects", "{}{}"),
            ("another API's answer", """{"status":"up","version":"1.2"}"""), ("deep nesting", new string('[', 5_000))),
        .. Bodies(200, "text/plain", ("words", "Welcome to the network"), ("a Latin-1 page", "Ol\u00e9")),
        Bytes("JSON as UTF-16 that says UTF-8", "application/json; charset=utf-8", Encoding.Unicode.GetBytes("""{"ok":true}""")),
        Bytes("a charset that is none", "application/json; charset=klingon", Encoding.UTF8.GetBytes(Page)),
        Bytes("bytes that are no text", "application/json", [0xFF, 0xFE, 0x00, 0x80, 0xC3, 0x28]),
        new("204", Status(204)),
        new("205", Status(205)),
        .. ((int[])[400, 401, 402, 403, 404, 407, 410, 429, 451, 500, 502, 503, 504, 511]).SelectMany(status => Bodies(status, "text/html", ("a page", Page))),
        .. ((int[])[401, 403]).SelectMany(status => Bodies(status, "text/plain", ("a word", "Forbidden by policy"), ("nothing", "")))
            .Select(answer => answer with { MayBeTheApisOwn = true }),
        .. ((int[])[400, 404, 429, 502, 503]).SelectMany(status => Bodies(status, "text/plain", ("a word", "No"), ("nothing", ""))),
        .. Bodies(401, "application/json", ("half an object", """{"error":{"code":401,"mess""")).Select(answer => answer with { MayBeTheApisOwn = true }),
        new("302 to a portal", Redirect(302, "http://portal.test/login?next=x")),
        new("307 to a portal", Redirect(307, "http://portal.test/signin")),
        new("302 to nowhere", Redirect(302, "")),
        new("303 to a file", Redirect(303, "file:///etc/passwd")),
        new("308 to itself", Redirect(308, "/again")),
        new("endless JSON", Endless(packed: false)),
        new("a gzip bomb", Endless(packed: true)),
        new("gzip that is none", context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.WriteAsync("{}");
        }),
        new("headers without an end", context =>
        {
            for (var index = 0; index < 80; index++)
                context.Response.Headers["X-Header-" + index] = new string('x', 1_000);
            return context.Response.WriteAsync("{}");
        }),
    ];

    /// <summary>Bytes that no web server would send. Each is the whole answer, after which the connection is closed.</summary>
    public static IReadOnlyDictionary<string, string> Raw { get; } = new Dictionary<string, string>
    {
        ["a connection that is closed"] = "",
        ["another protocol"] = "SSH-2.0-OpenSSH_9.6\r\n",
        ["a cut status line"] = "HTTP/1.1 20",
        ["a cut body"] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"ok\":true,\"team_id\":\"T1\",\"emailAddress\":\"a@b.c\"}",
        ["a cut chunk"] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{\"ok\":true",
        ["a chunk of no size"] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        ["a cut page"] = "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n<html><body>token_revoked",
    };

    public override string ToString() => Name;

    private static IEnumerable<ForeignAnswer> Bodies(int status, string type, params (string Name, string Body)[] bodies) =>
        bodies.Select(body => new ForeignAnswer($"{status} {type} with {body.Name}", async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body.Body, Encoding.Latin1, context.RequestAborted);
        }));

    private static ForeignAnswer Bytes(string name, string type, byte[] body) => new(name, async context =>
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    });

    private static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static RequestDelegate Redirect(int status, string location) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    };

    /// <summary>Goes on until the reader has had enough: a check that ends has not read it all. Packed, a kilobyte becomes a megabyte.</summary>
    private static RequestDelegate Endless(bool packed) => async context =>
    {
        context.Response.ContentType = "application/json";
        if (packed)
            context.Response.Headers.ContentEncoding = "gzip";
        var block = new byte[65_536];
        block.AsSpan().Fill((byte)' ');
        await using var body = packed ? new GZipStream(context.Response.Body, CompressionLevel.Fastest) : context.Response.Body;
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
                await body.WriteAsync(block, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The reader is gone.
        }
    };
}
