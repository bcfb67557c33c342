using System.Net;
using IntegrationHealth.Alerting.Configuration;
using IntegrationHealth.Alerting.Storage;
using IntegrationHealth.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Tests.Alerting;

/// <summary>What others use is not removed from under them; what this host cannot read can still be replaced and removed.</summary>
public sealed class ConfigurationInUseTests
{
    private const string Channels = "/api/admin/notification-channels";
    private const string Policies = "/api/admin/escalation-policies";
    private const string Rules = "/api/admin/alert-rules";

    [Fact]
    public async Task Delete_ChannelOrPolicyInUse_Is409AndNamesWhoUsesIt()
    {
        await using var host = await AlertingHost.StartAsync();
        await host.SendAsync(HttpMethod.Post, Channels, new { id = "ops", name = "ops", type = "test" });
        await host.SendAsync(HttpMethod.Post, Channels, new { id = "boss", name = "boss", type = "test" });
        await host.SendAsync(HttpMethod.Post, Policies, new { id = "policy", name = "Up the ladder", steps = new[] { new { delayMs = 0, channelIds = new[] { "boss" } } } });
        await host.SendAsync(HttpMethod.Post, Rules, new
        {
            id = "mine",
            name = "My rule",
            conditions = new[] { new { type = "providerOutage" } },
            channelIds = new[] { "ops" },
            escalationPolicyId = "policy",
        });

        foreach (var (path, user) in ((string, string)[])[($"{Channels}/ops", "My rule"), ($"{Channels}/boss", "Up the ladder"), ($"{Policies}/policy", "My rule")])
        {
            var (status, problem, _) = await host.SendAsync(HttpMethod.Delete, path);
            status.Should().Be(HttpStatusCode.Conflict, path);
            problem.GetProperty("detail").GetString().Should().Contain(user);
        }

        foreach (var path in (string[])[$"{Rules}/mine", $"{Policies}/policy", $"{Channels}/ops", $"{Channels}/boss"])
            (await host.SendAsync(HttpMethod.Delete, path)).Status.Should().Be(HttpStatusCode.NoContent, path);
    }

    [Theory]
    [InlineData("alert-rules", ConfigurationKind.Rule)]
    [InlineData("notification-channels", ConfigurationKind.Channel)]
    [InlineData("silences", ConfigurationKind.Silence)]
    [InlineData("maintenance-windows", ConfigurationKind.MaintenanceWindow)]
    [InlineData("escalation-policies", ConfigurationKind.EscalationPolicy)]
    public async Task Delete_WhatCannotBeRead_RemovesIt(string path, object kind)
    {
        await using var host = await AlertingHost.StartAsync();
        await StoreAsync(host, (ConfigurationKind)kind, "{");
        (await host.SendAsync(HttpMethod.Get, $"/api/admin/{path}/broken")).Status.Should().Be(HttpStatusCode.NotFound);

        (await host.SendAsync(HttpMethod.Delete, $"/api/admin/{path}/broken")).Status.Should().Be(HttpStatusCode.NoContent);

        (await host.SendAsync(HttpMethod.Delete, $"/api/admin/{path}/broken")).Status.Should().Be(HttpStatusCode.NotFound);
        (await host.GetAsync("admin", "/api/admin/audit?subjectId=broken")).GetProperty("items").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task Replace_WhatCannotBeRead_RepairsIt()
    {
        await using var host = await AlertingHost.StartAsync();
        await StoreAsync(host, ConfigurationKind.Rule, "{");
        var (taken, problem, _) = await host.SendAsync(HttpMethod.Post, Rules, AlertingHost.Rule("broken"));
        (taken, problem.GetProperty("detail").GetString()).Should().Be((HttpStatusCode.Conflict,
            "id 'broken' is taken by something that this host cannot read; replace it with PUT, or remove it."));

        var (status, answer, _) = await host.SendAsync(HttpMethod.Put, $"{Rules}/broken", AlertingHost.Rule("broken"));

        status.Should().Be(HttpStatusCode.OK, answer.GetRawText());
        (await host.GetAsync("admin", "/api/admin/alert-rule-faults")).GetProperty("items").GetArrayLength().Should().Be(0);
        (await host.SendAsync(HttpMethod.Put, $"{Rules}/broken", answer)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Replace_ChannelThatCannotBeRead_AsksForItsSecretAgain()
    {
        await using var host = await AlertingHost.StartAsync();
        await StoreAsync(host, ConfigurationKind.Channel, "{", "sealed");
        var body = new { name = "x", type = "test" };

        var (status, problem, _) = await host.SendAsync(HttpMethod.Put, $"{Channels}/broken", body);

        (status, problem.GetProperty("errors").TryGetProperty("secret", out _)).Should().Be((HttpStatusCode.BadRequest, true));
        (await host.SendAsync(HttpMethod.Put, $"{Channels}/broken", new { body.name, body.type, secret = "right" })).Body
            .GetProperty("hasSecret").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Replace_ChannelWhoseKeysAreGone_AsksForItsSecretAgain()
    {
        await using var host = await AlertingHost.StartAsync();
        await StoreAsync(host, ConfigurationKind.Channel, """{"id":"broken","name":"x","type":"test"}""", "sealed with keys that are gone");

        var (status, problem, _) = await host.SendAsync(HttpMethod.Put, $"{Channels}/broken", new { name = "x", type = "test" });
        var (_, tested, _) = await host.SendAsync(HttpMethod.Post, $"{Channels}/broken/test");

        (status, problem.GetProperty("errors").TryGetProperty("secret", out _)).Should().Be((HttpStatusCode.BadRequest, true));
        (tested.GetProperty("delivered").GetBoolean(), tested.GetProperty("status").GetString()).Should().Be((false, "retry"));
        tested.GetProperty("detail").GetString().Should().Contain("secret cannot be read");
    }

    private static async Task StoreAsync(TestHost host, ConfigurationKind kind, string json, string? secret = null)
    {
        var store = host.Services.GetRequiredService<IAlertConfigurationStore>();
        (await store.PutAsync(new ConfigurationDocument(kind, "broken", json, secret, 0), TestContext.Current.CancellationToken)).Should().BeTrue();
        await host.Services.GetRequiredService<AlertConfiguration>().RefreshAsync(TestContext.Current.CancellationToken);
    }
}
