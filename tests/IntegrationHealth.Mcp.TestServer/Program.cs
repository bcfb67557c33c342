using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using IntegrationHealth.Mcp.TestServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

var switches = new Switches(args);
var tools = new Tools(switches);
if (switches.Text("stderr") is { } words)
    Console.Error.WriteLine(words);
if (switches.Text("show-variable") is { } variable)
    Console.Error.WriteLine($"{variable} is {Environment.GetEnvironmentVariable(variable) ?? "not there"}");
if (switches.Number("exit") is { } exitCode)
    return exitCode;
if (switches.Text("noise") is { } noise)
    Console.WriteLine(noise);
if (switches.Text("grandchild") is { } file)
{
    using var sleeper = Process.Start(new ProcessStartInfo("sleep", "600") { RedirectStandardInput = true })!;
    File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {sleeper.Id}"));
}

using var stubborn = switches.Has("stubborn") ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true) : null;
if (switches.Has("silent"))
    await Task.Delay(Timeout.InfiniteTimeSpan);
return switches.Has("http") ? await ServeHttpAsync() : await ServeStdioAsync();

McpServerOptions Options(McpServerOptions options)
{
    options.ServerInfo = new Implementation { Name = "test-server", Version = "1.2.3" };
    options.ProtocolVersion = switches.Text("protocol");
    options.Capabilities = new ServerCapabilities { Tools = switches.Has("no-tools") ? null : new ToolsCapability() };
    if (!switches.Has("no-tools"))
    {
        options.Handlers.ListToolsHandler = tools.ListAsync;
        options.Handlers.CallToolHandler = tools.CallAsync;
    }

    return options;
}

async Task<int> ServeStdioAsync()
{
    var options = Options(new McpServerOptions());
    await using var server = McpServer.Create(new StdioServerTransport(options), options);
    await server.RunAsync();
    if (switches.Has("stubborn"))
        await Task.Delay(Timeout.InfiniteTimeSpan);
    return 0;
}

async Task<int> ServeHttpAsync()
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
    builder.Services.Configure<McpServerOptions>(options => Options(options));
    var mcp = builder.Services.AddMcpServer().WithHttpTransport(http =>
    {
        if (switches.Has("stateful"))
            http.SessionMode = HttpServerSessionMode.Stateful;
    });
    var app = builder.Build();
    app.Use(AuthorizeAsync);
    app.MapMcp("/mcp");
    app.MapGet("/.well-known/oauth-protected-resource/mcp", () => Results.Text(
        """{"resource":"http://localhost/mcp","authorization_servers":["https://auth.example.com/"]}""", "application/json"));
    await app.StartAsync();
    Console.WriteLine($"Listening on {app.Urls.Single()}/mcp");
    await app.WaitForShutdownAsync();
    return 0;
}

async Task AuthorizeAsync(HttpContext context, RequestDelegate next)
{
    if (switches.Text("token") is { } token && context.Request.Path == "/mcp" && context.Request.Headers.Authorization != "Bearer " + token)
    {
        context.Response.StatusCode = 401;
        var error = context.Request.Headers.Authorization.Count == 0 ? "" : "error=\"invalid_token\", ";
        context.Response.Headers.WWWAuthenticate =
            $"Bearer {error}resource_metadata=\"{context.Request.Scheme}://{context.Request.Host}/.well-known/oauth-protected-resource/mcp\"";
        return;
    }

    await next(context);
}
