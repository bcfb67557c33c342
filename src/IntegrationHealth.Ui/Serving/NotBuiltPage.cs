namespace IntegrationHealth.Ui.Serving;

/// <summary>What stands where the client would be when it was not built.</summary>
internal static class NotBuiltPage
{
    public const string Html = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>The interface was not built</title></head>
        <body>
        <main>
        <h1>The user interface was not built</h1>
        <p>IntegrationHealth.Ui was compiled on a machine without Node.js, so there is no client to show. Checks, endpoints and alerts work as usual.</p>
        <p>Install Node.js 20.19 or later and build again, or use the published package, which holds the client.</p>
        </main>
        </body>
        </html>
        """;
}
