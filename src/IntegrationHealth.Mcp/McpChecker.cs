using System.Globalization;
using IntegrationHealth.Checks;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Mcp.Connecting;
using IntegrationHealth.Mcp.Diagnosis;
using IntegrationHealth.Mcp.ServerStatus;
using IntegrationHealth.Mcp.Settings;
using IntegrationHealth.Mcp.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace IntegrationHealth.Mcp;

/// <summary>Connects to a server, lists its tools, compares them with what is expected, and calls one that only reads.</summary>
internal sealed class McpChecker(
    ChannelFactory channels, ServerStatusReader statuses, McpOptions options, TimeSpan timeout, TimeProvider time) : IIntegrationChecker
{
    /// <summary>Left of the check's time for ending what was begun, and for asking the hosting provider.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    public async ValueTask<CheckResult> CheckAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var settings = context.GetSettings<McpSettings>();
        if (Refuse(context, settings) is { } refused)
            return refused;

        var started = time.GetTimestamp();
        var rest = timeout / 10 < LongestRest ? timeout / 10 : LongestRest;
        var progress = new CheckProgress(timeout - rest);
        await using var channel = channels.Create(context, settings);
        var result = await ExamineAsync(channel, context, settings, progress, cancellationToken);
        result = await statuses.ExplainAsync(result, context.Integration, cancellationToken);
        return Finish(result, Secrets.Of(settings, context.Credential?.AccessToken)) with
        {
            Latency = time.GetElapsedTime(started),
            Target = channel.Target,
        };
    }

    private CheckResult? Refuse(CheckContext context, McpSettings settings)
    {
        if (CommandRules.Refuse(context.Integration, settings, options) is { } refusal)
            return CheckResult.Failed(FailureKind.Misconfigured, refusal, Confidence.High);
        return context.Credential is { } credential && !HeaderRules.IsValue(credential.AccessToken)
            ? CheckResult.Failed(FailureKind.Misconfigured, "The host's access token holds characters that no header can carry.", Confidence.High)
            : null;
    }

    private async Task<CheckResult> ExamineAsync(
        IMcpChannel channel, CheckContext context, McpSettings settings, CheckProgress progress, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(progress.Budget, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await AskInASessionAsync(channel, context, settings, progress, both.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception)
        {
            progress.IsOver = limit.IsCancellationRequested;
            return await channel.ExplainAsync(exception, progress);
        }
    }

    /// <summary>A server may end a session whenever it likes; the client then begins another, and only what follows counts.</summary>
    private async Task<CheckResult> AskInASessionAsync(
        IMcpChannel channel, CheckContext context, McpSettings settings, CheckProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(channel, context, settings, progress, cancellationToken);
        }
        catch (Exception) when (progress.HasAnswered && channel.HasLostSession && !cancellationToken.IsCancellationRequested)
        {
            progress.Step = "the handshake";
            return await AskAsync(channel, context, settings, progress, cancellationToken);
        }
    }

    private async Task<CheckResult> AskAsync(
        IMcpChannel channel, CheckContext context, McpSettings settings, CheckProgress progress, CancellationToken cancellationToken)
    {
        var data = new Dictionary<string, string>();
        var started = time.GetTimestamp();
        var client = await McpConnector.ConnectAsync(channel, context.PreviousData?.GetValueOrDefault("protocolVersion"), progress, cancellationToken);
        progress.HasAnswered = true;
        Describe(client, data);
        data["handshakeMs"] = Milliseconds(started);

        started = time.GetTimestamp();
        if (Eras.KnowsPing(client.NegotiatedProtocolVersion))
        {
            progress.Step = "ping";
            await client.PingAsync(cancellationToken: cancellationToken);
        }

        progress.Step = "tools/list";
        var tools = client.ServerCapabilities?.Tools is null
            ? new Dictionary<string, Tool>()
            : await ToolCatalog.ListAsync(client, cancellationToken);
        data["toolsMs"] = Milliseconds(started);
        data["toolCount"] = tools.Count.ToString(CultureInfo.InvariantCulture);

        var review = ToolReview.Of(tools, settings);
        if (settings.DetectToolDrift)
            review.Add(Remember(context, settings, tools, data));
        await ProbeAsync(client, tools, context, settings, review, progress, cancellationToken);
        if (channel.Blemish is { } blemish)
            review.Add(blemish);
        return Judge(review, data);
    }

    private static async Task ProbeAsync(
        McpClient client, IReadOnlyDictionary<string, Tool> tools, CheckContext context, McpSettings settings, ToolReview review, CheckProgress progress,
        CancellationToken cancellationToken)
    {
        if (ToolProbe.Choose(tools, settings) is not { } probe)
            return;
        if (probe.Refusal is { } refusal)
        {
            review.Add(refusal);
            return;
        }

        progress.Step = $"tools/call of {probe.Tool}";
        var secrets = Secrets.Of(settings, context.Credential?.AccessToken);
        try
        {
            review.AddProbe(probe.Capability, await probe.CallAsync(client, secrets, cancellationToken));
        }
        catch (McpProtocolException exception)
        {
            // The server speaks and the rest of it works: only this call failed.
            review.AddProbe(probe.Capability, ProtocolDiagnosis.Diagnose(exception, $"The tool '{probe.Tool}'", secrets));
        }
    }

    private ToolDrift Remember(CheckContext context, McpSettings settings, IReadOnlyDictionary<string, Tool> tools, Dictionary<string, string> data)
    {
        var now = tools.Values.Where(tool => ToolReview.IsWatched(tool.Name, settings)).ToDictionary(
            tool => tool.Name, tool => ToolHash.Of(tool.InputSchema), StringComparer.Ordinal);
        var drift = ToolDrift.Compare(
            ToolMemory.Read(context.PreviousData), now, name => ToolReview.IsWatched(name, settings), time.GetUtcNow(),
            TimeSpan.FromHours(settings.ToolDriftNoticeHours));
        drift.Memory.Write(data);
        return drift;
    }

    /// <summary>An account that no longer works, or nothing that is left of what is needed, is a failure; a part that is missing is not.</summary>
    private static CheckResult Judge(ToolReview review, Dictionary<string, string> data)
    {
        var result = review.Failure switch
        {
            null => CheckResult.Success(),
            { Kind: FailureKind.AuthenticationRevoked } failure => CheckResult.Failed(failure),
            var failure => review.NothingWorks ? CheckResult.Failed(failure) : CheckResult.Degraded(failure),
        };
        return result with { Data = data, Capabilities = review.Capabilities };
    }

    private static void Describe(McpClient client, Dictionary<string, string> data)
    {
        data["protocolVersion"] = client.NegotiatedProtocolVersion ?? "";
        // Of the modern era a server need not say who it is, and the client then has no name for it.
        if (client.ServerInfo is { } server)
        {
            data["serverName"] = Cut(server.Name);
            data["serverVersion"] = Cut(server.Version);
        }
    }

    private static string Cut(string? text) => text is null ? "" : text.Length <= 200 ? text : text[..200];

    private string Milliseconds(long started) => time.GetElapsedTime(started).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);

    /// <summary>A server may echo a secret anywhere: as its name, a tool's name, an error's code.</summary>
    private static CheckResult Finish(CheckResult result, IReadOnlyList<string> secrets)
    {
        var failure = result.Failure is { } found
            ? found with { Message = Clean(found.Message)!, VendorCode = Clean(found.VendorCode), Evidence = Clean(found.Evidence) }
            : null;
        return result with
        {
            Failure = failure,
            Data = result.Data?.ToDictionary(pair => pair.Key, pair => Clean(pair.Value)!),
            Capabilities = [.. result.Capabilities.Select(one => one with { Name = Clean(one.Name)!, Message = Clean(one.Message) })],
        };

        string? Clean(string? text)
        {
            foreach (var secret in secrets)
                text = text is null ? null : SecretRedactor.RedactKnown(text, secret);
            return text;
        }
    }
}
