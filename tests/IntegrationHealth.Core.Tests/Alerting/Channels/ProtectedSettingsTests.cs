using System.Text.Json;
using IntegrationHealth.Alerting;
using IntegrationHealth.Alerting.Channels;
using IntegrationHealth.Alerting.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationHealth.Tests.Alerting.Channels;

/// <summary>Whoever reads the database can neither sign in as a channel nor post where it posts.</summary>
public sealed class ProtectedSettingsTests
{
    [Theory]
    [InlineData("""{"url":"https://hooks.example.com/x?sig=hush","headers":{"Authorization":"Bearer hush","Accept":"hush"},"format":"standard"}""")]
    [InlineData("""{"url":"https://hooks.slack.com/services/T0/B0/hush"}""")]
    [InlineData("""{"routes":[{"apiKey":"hush","name":"shown"}]}""")]
    public async Task Save_WhatMayBeSecret_LiesProtected_AndIsReadInClear(string settings)
    {
        await using var bench = await AlertingBench.StartAsync();
        await bench.SaveAsync(Channel(settings));

        (await StoredAsync(bench)).Json.Should().NotContain("hush");
        var read = bench.Configuration.FindChannel("other")!;
        JsonElement.DeepEquals(read.Settings, JsonDocument.Parse(settings).RootElement).Should().BeTrue(read.Settings.GetRawText());
        read.SecretIsLost.Should().BeFalse();
    }

    [Fact]
    public async Task Save_WhatIsNoSecret_StaysReadable()
    {
        await using var bench = await AlertingBench.StartAsync();
        await bench.SaveAsync(Channel("""{"host":"mail.example.com","to":["ops@example.com"]}"""));

        (await StoredAsync(bench)).Json.Should().Contain("mail.example.com").And.Contain("ops@example.com");
    }

    [Fact]
    public async Task Read_RowFromBeforeAnythingWasProtected_IsReadAsItIs()
    {
        await using var bench = await AlertingBench.StartAsync();
        await StoreAsync(bench, JsonSerializer.Serialize(Channel("""{"url":"https://old.example.com/x"}"""), StoredAlertingJson.Default.NotificationChannel));

        bench.Configuration.FindChannel("other")!.Settings.GetProperty("url").GetString().Should().Be("https://old.example.com/x");
    }

    [Fact]
    public async Task Read_KeysAreGone_IsALostSecret_AndNothingIsSent()
    {
        await using var bench = await AlertingBench.StartAsync();
        await StoreAsync(bench, """{"id":"other","name":"Other","type":"recording","settings":{"url":{"$protected":"sealed with keys that are gone"},"format":"standard"}}""");

        var read = bench.Configuration.FindChannel("other")!;
        (read.SecretIsLost, read.Settings.GetProperty("url").GetString(), read.Settings.GetProperty("format").GetString()).Should().Be((true, "", "standard"));
        ChannelDirectory.Obstacle(read)!.Status.Should().Be(DeliveryStatus.Retry);
    }

    [Fact]
    public async Task Read_KeysAreAwayForAWhile_TheSecretIsReadWhenAnythingIsStoredAfterIt()
    {
        var keys = new Keys();
        await using var bench = await AlertingBench.StartAsync(configure: health => health.Services.Replace(ServiceDescriptor.Singleton<ISecretProtector>(keys)));
        await bench.SaveAsync(Channel("""{"url":"https://hooks.example.com/x"}"""));
        keys.AreAway = true;
        await bench.RestartAsync();
        bench.Configuration.FindChannel("other")!.SecretIsLost.Should().BeTrue();

        keys.AreAway = false;
        // As every delivery that fails does.
        await bench.Services.GetRequiredService<IAlertConfigurationStore>().PutAsync(new ChannelHealth(bench.Now).ToDocument("other", 0), default);
        await bench.Configuration.RefreshAsync(default);

        var read = bench.Configuration.FindChannel("other")!;
        (read.SecretIsLost, read.Settings.GetProperty("url").GetString()).Should().Be((false, "https://hooks.example.com/x"));
    }

    private sealed class Keys : ISecretProtector
    {
        public bool AreAway { get; set; }

        public string Protect(string secret) => $"sealed:{secret}";

        public string? Unprotect(string protectedSecret) => AreAway ? null : protectedSecret["sealed:".Length..];
    }

    private static NotificationChannel Channel(string settings) =>
        new() { Id = "other", Name = "Other", Type = "recording", Settings = JsonDocument.Parse(settings).RootElement };

    private static async Task<ConfigurationDocument> StoredAsync(AlertingBench bench) =>
        (await bench.Services.GetRequiredService<IAlertConfigurationStore>().ListAsync(default)).Single(document => document is { Kind: ConfigurationKind.Channel, Id: "other" });

    private static async Task StoreAsync(AlertingBench bench, string json)
    {
        (await bench.Services.GetRequiredService<IAlertConfigurationStore>().PutAsync(
            new ConfigurationDocument(ConfigurationKind.Channel, "other", json, null, 0), default)).Should().BeTrue();
        await bench.Configuration.RefreshAsync(default);
    }
}
