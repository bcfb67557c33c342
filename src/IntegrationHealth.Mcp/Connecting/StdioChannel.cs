using System.ComponentModel;
using IntegrationHealth.Checks;
using IntegrationHealth.Mcp.Diagnosis;
using IntegrationHealth.Mcp.Stdio;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace IntegrationHealth.Mcp.Connecting;

/// <summary>A server that is a process of this machine.</summary>
internal sealed class StdioChannel(StdioServers servers, McpSettings settings, string? token) : IMcpChannel
{
    private StdioServer? _server;
    private McpClient? _client;
    private bool _isWaiting;

    public string? Target => null;

    public CheckFailure? Blemish => _server?.Output.ForeignLine is { } line ? StdioDiagnosis.TalksBetween(Name, line, Secrets.Of(settings, token)) : null;

    public bool HasLostSession => false;

    private string Name => Path.GetFileName(settings.Command!);

    public async Task<McpClient> ConnectAsync(McpClientOptions options, CancellationToken cancellationToken)
    {
        await EndAsync();
        if (StdioCommand.Find(settings) is not { } path)
            throw new FileNotFoundException("There is no such program.");
        _isWaiting = true;
        _server = await servers.StartAsync(
            StdioCommand.Create(path, settings, token, Environment.ProcessId), settings.MaxResponseBytes, cancellationToken);
        _isWaiting = false;
        return _client = await McpClient.CreateAsync(
            new StreamClientTransport(_server.Input, _server.Output), options, cancellationToken: cancellationToken);
    }

    public bool MayBeOtherEra(Exception exception) =>
        _server is { Output: { IsTooLong: false } } && exception is not (FileNotFoundException or Win32Exception or IOException);

    public async ValueTask<CheckResult> ExplainAsync(Exception exception, CheckProgress progress)
    {
        if (_isWaiting && exception is OperationCanceledException)
            return CheckResult.Inconclusive(StdioDiagnosis.NoPlace(servers.Most));
        var secrets = Secrets.Of(settings, token);
        if (_server is null)
            return CheckResult.Failed(StdioDiagnosis.NotStarted(settings.Command!, exception));

        // Before the rest: a process that is gone explains whatever the client made of it.
        if (!progress.IsOver && !_server.Output.IsTooLong && await _server.ExitCodeAsync() is { } exitCode)
            return CheckResult.Failed(StdioDiagnosis.Exited(Name, exitCode, progress.HasAnswered, _server, secrets));
        return CheckResult.Failed(StdioDiagnosis.Diagnose(Name, exception, progress, _server, secrets, settings.MaxResponseBytes));
    }

    public ValueTask DisposeAsync() => EndAsync();

    private async ValueTask EndAsync()
    {
        // The process first: its end is what ends the client's reading.
        if (_server is { } server)
            await servers.EndAsync(server);
        if (_client is { } client)
            await client.DisposeAsync();
        (_server, _client) = (null, null);
    }
}
