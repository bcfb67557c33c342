using System.Diagnostics;
using System.Text.Json;
using IntegrationHealth.Testing;

namespace IntegrationHealth.Tests.Alerting.Channels;

/// <summary>What we send is verified by the reference library of Standard Webhooks (npm <c>standardwebhooks</c>), in a Node process.</summary>
public sealed class StandardWebhooksTests
{
    [Theory]
    [InlineData("standard")]
    [InlineData("cloudEvents")]
    public async Task Verify_WhatWasSent_IsAccepted(string format)
    {
        var (received, secret) = await SendAsync(format);

        var answer = await VerifyAsync(secret, received.Headers, received.Body);

        answer.GetProperty("verified").GetBoolean().Should().BeTrue(answer.ToString());
        answer.GetProperty("payload").GetProperty("type").GetString().Should().Be("alert.firing");
    }

    [Fact]
    public async Task Verify_WhileOneSecretReplacesTheOther_BothAreAccepted()
    {
        var other = $"whsec_{Convert.ToBase64String(new byte[24])}";
        var (received, _) = await SendAsync("standard", $"{other} {Messages.Secret}");

        foreach (var secret in new[] { other, Messages.Secret })
            (await VerifyAsync(secret, received.Headers, received.Body)).GetProperty("verified").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Verify_ChangedBodyOrAnotherSecret_IsRefused()
    {
        var (received, secret) = await SendAsync("standard");
        byte[] changed = [.. received.Body[..^1], (byte)' ', (byte)'}'];

        (await VerifyAsync(secret, received.Headers, changed)).GetProperty("verified").GetBoolean().Should().BeFalse();
        (await VerifyAsync($"whsec_{Convert.ToBase64String(new byte[24])}", received.Headers, received.Body)).GetProperty("verified").GetBoolean().Should().BeFalse();
    }

    private static async Task<(ReceivedRequest, string Secret)> SendAsync(string format, string secret = Messages.Secret)
    {
        await using var bench = await ChannelBench.StartAsync();
        // The library compares with the clock of its own machine.
        bench.Time.AdjustTime(TimeProvider.System.GetUtcNow());
        var message = Messages.Firing(alerts: [Messages.Told(Messages.Alert(name: "Zürich – 東京 🚨 <b>"))]);
        await bench.SendAsync(Messages.Channel("webhook", new { url = bench.Server.Address, format }, secret), message);
        return (bench.Only, secret);
    }

    private static async Task<JsonElement> VerifyAsync(string secret, IReadOnlyDictionary<string, string> headers, byte[] body)
    {
        var folder = Folder();
        var node = Programs.Find("node");
        if (node is null || !Directory.Exists(Path.Combine(folder, "node_modules", "standardwebhooks")))
            TestRequirement.Missing("Node.js or the npm package standardwebhooks is not installed: run npm ci in tests/standardwebhooks.");
        using var process = Process.Start(new ProcessStartInfo(node!, [Path.Combine(folder, "verify.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            secret,
            headers = headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value),
            body = Convert.ToBase64String(body),
        }));
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return JsonDocument.Parse(output).RootElement;
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "tests", "standardwebhooks")))
                return Path.Combine(folder.FullName, "tests", "standardwebhooks");
        }

        throw new DirectoryNotFoundException("tests/standardwebhooks is in no folder above the tests.");
    }
}
