using IntegrationHealth.Catalog;
using IntegrationHealth.DependencyInjection;
using IntegrationHealth.Tests.Flow;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Tests.DependencyInjection;

/// <summary>What a host writes in configuration: read, or refused at start with every key at fault.</summary>
public sealed class ConfigurationTests
{
    private const string First = "IntegrationHealth:Integrations:0:";

    [Theory]
    [InlineData("Checks:Interval", "soon", "'soon'", "from 00:00:01 to 1.00:00:00")]
    [InlineData("Checks:Interval", "00:00:00.5", "'00:00:00.5000000'", "from 00:00:01 to 1.00:00:00")]
    [InlineData("Checks:Interval", "5", "'5.00:00:00'", "from 00:00:01 to 1.00:00:00")]
    [InlineData("Checks:Timeout", "00:00:00.001", "'00:00:00.0010000'", "from 00:00:00.0100000 to 00:05:00")]
    [InlineData("Checks:MaxConcurrency", "0", "'0'", "a whole number from 1 to 10000")]
    [InlineData("Checks:MaxConcurrency", "many", "'many'", "a whole number from 1 to 10000")]
    [InlineData("Checks:FailureThreshold", "101", "'101'", "from 1 to 100")]
    [InlineData("Checks:SuccessThreshold", "-1", "'-1'", "from 1 to 100")]
    [InlineData("Checks:ConfirmationDelay", "02:00:00", "'02:00:00'", "from 00:00:00 to 01:00:00")]
    [InlineData("Checks:DegradedLatency", "00:00:00", "'00:00:00'", "from 00:00:00.0010000 to 00:05:00")]
    [InlineData("Checks:MaxBackoff", "2.00:00:00", "'2.00:00:00'", "from 00:00:01 to 1.00:00:00")]
    [InlineData("Checks:Lease", "00:00:06", "'00:00:06'", "at least 2 s longer")]
    [InlineData("Retention:Checks", "00:30:00", "'00:30:00'", "from 01:00:00 to 3650.00:00:00")]
    [InlineData("Retention:Hours", "12:00:00", "'12:00:00'", "from 1.00:00:00 to 3650.00:00:00")]
    [InlineData("Enabled", "yes", "'yes'", "true or false")]
    [InlineData("Shadow", "1", "'1'", "true or false")]
    [InlineData("Outbound:AllowedNetworks:0", "10.0.0.0/99", "'10.0.0.0/99'", "10.1.0.0/16")]
    public async Task Start_OptionNotAllowed_NamesKeyValueAndAllowed(string key, string value, string shown, string allowed) =>
        (await FailuresAsync(($"IntegrationHealth:{key}", value))).Should().ContainSingle()
            .Which.Should().Contain($"IntegrationHealth:{key}").And.Contain(shown).And.Contain(allowed);

    [Fact]
    public async Task Start_KeyMistyped_IsNamedWithoutItsValue() =>
        (await FailuresAsync(("IntegrationHealth:Credentialz:one:AccessToken", "s3cret"))).Should().ContainSingle()
            .Which.Should().Contain("IntegrationHealth:Credentialz:one:AccessToken").And.Contain("Checks:Interval").And.NotContain("s3cret");

    [Fact]
    public async Task Start_SeveralFaults_ComeTogether() =>
        (await FailuresAsync(("IntegrationHealth:Checks:Interval", "x"), ("IntegrationHealth:Checks:Lese", "00:00:10"), ("IntegrationHealth:Shadow", "?")))
            .Should().HaveCount(3);

    [Fact]
    public async Task Start_AllOptions_AreRead()
    {
        await using var host = await FlowHost.StartAsync(settings: OptionKeys.All.ToDictionary(key => $"IntegrationHealth:{key.Name}", string? (key) => key.Name switch
        {
            "Enabled" or "Shadow" => "true",
            "Checks:MaxConcurrency" or "Checks:FailureThreshold" or "Checks:SuccessThreshold" => "7",
            "Checks:Timeout" or "Checks:DegradedLatency" => "00:00:02",
            "Cache:Freshness" => "00:00:03",
            "Cache:Warm" => "false",
            "Retention:Hours" => "4.00:00:00",
            "Retention:Days" => "5.00:00:00",
            "Retention:Months" => "60.00:00:00",
            "Retention:Audit" => "6.00:00:00",
            _ => "01:00:00",
        }));

        var options = host.Services.GetRequiredService<IOptions<IntegrationHealthOptions>>().Value;

        options.Shadow.Should().BeTrue();
        options.Cache.Warm.Should().BeFalse();
        options.Checks.Should().BeEquivalentTo(new CheckOptions
        {
            Interval = TimeSpan.FromHours(1),
            Timeout = TimeSpan.FromSeconds(2),
            MaxConcurrency = 7,
            FailureThreshold = 7,
            SuccessThreshold = 7,
            ConfirmationDelay = TimeSpan.FromHours(1),
            DegradedLatency = TimeSpan.FromSeconds(2),
            MaxBackoff = TimeSpan.FromHours(1),
            CredentialExpiryWarning = TimeSpan.FromHours(1),
            Lease = TimeSpan.FromHours(1),
        });
        options.Retention.Should().BeEquivalentTo(new RetentionOptions
        {
            Checks = TimeSpan.FromHours(1),
            Hours = TimeSpan.FromDays(4),
            Days = TimeSpan.FromDays(5),
            Months = TimeSpan.FromDays(60),
            Audit = TimeSpan.FromDays(6),
        });
    }

    [Theory]
    [InlineData("Interval", "soon", "'soon'", "00:00:01 (1 s) to 1.00:00:00 (24 h)")]
    [InlineData("Interval", "00:00:00.1", "00:00:00.1", "00:00:01 (1 s) to 1.00:00:00 (24 h)")]
    [InlineData("Provider", "ftp", "'ftp'", "registered are: github, gmail, google-calendar, http, hubspot, jira, microsoft-graph, notion, salesforce, scripted, slack, stripe")]
    [InlineData("Enabled", "on", "'on'", "true or false")]
    [InlineData("Id", "no spaces", "'no spaces'", "1–128 characters")]
    [InlineData("Id", "", "Id", "must be given")]
    [InlineData("Tags:0", "", "tag ''", "1–64 characters")]
    [InlineData("Settings:Url", "example", "'example'", "absolute http or https address")]
    [InlineData("Settings:Url", "", "url", "absolute http or https address")]
    [InlineData("Intervall", "00:05:00", "'Intervall'", "Interval")]
    [InlineData("Tags", "prod", "'prod'", "Tags:0")]
    [InlineData("Settings:MaxRedirects", "many", "'many'", "a whole number")]
    [InlineData("Settings:Headers", "many", "a text of 4 characters", "an object of plain values")]
    [InlineData("Settings:Urll", "x", "settings.Urll", "known are url, baseAddress, method")]
    public async Task Start_IntegrationNotAllowed_NamesKeyValueAndAllowed(string key, string value, string shown, string allowed)
    {
        var settings = new Dictionary<string, string?>
        {
            [First + "Id"] = "one",
            [First + "Name"] = "One",
            [First + "Provider"] = "http",
            [First + "Settings:Url"] = "https://example.com",
        };
        settings[First + key] = value;

        var failure = (await FailuresAsync([.. settings.Select(pair => (pair.Key, pair.Value!))])).Should().ContainSingle().Subject;

        failure.Should().StartWith(key.StartsWith("Tags", StringComparison.Ordinal) ? First + "Tags" : First + key).And.Contain(shown).And.Contain(allowed);
    }

    [Fact]
    public async Task Start_SeveralIntegrationsAtFault_AllAreNamedAtOnce()
    {
        var failures = await FailuresAsync(
            (First + "Id", "one"), (First + "Provider", "scripted"), (First + "Interval", "x"), (First + "OwnerId", new string('o', 200)),
            ("IntegrationHealth:Integrations:1:Id", "one"), ("IntegrationHealth:Integrations:1:Provider", "none"),
            ("IntegrationHealth:Integrations:2:Id", "three"));

        failures.Should().HaveCount(5);
        failures.Should().ContainSingle(failure => failure.StartsWith("IntegrationHealth:Integrations:1:Id: id 'one' is taken by IntegrationHealth:Integrations:0"));
        failures.Should().ContainSingle(failure => failure.StartsWith("IntegrationHealth:Integrations:2:Provider:"));
    }

    [Fact]
    public async Task Start_SeveralSettingsCannotBeRead_AllAreNamedInTheWordsOfJson()
    {
        var failures = (await FailuresAsync(
            (First + "Id", "one"), (First + "Provider", "http"), (First + "Settings:Url", "https://example.com"), (First + "Settings:MaxRedirects", "many"),
            (First + "Settings:TlsExpiryWarningDays", "99999999999"), (First + "Settings:Colour", "red"))).ToList();

        failures.Select(failure => failure.Split(": ")[0]).Should().BeEquivalentTo(
            First + "Settings:MaxRedirects", First + "Settings:TlsExpiryWarningDays", First + "Settings:Colour");
        string.Join(' ', failures).Should().NotContain("System.").And.NotContain("IntegrationHealth.Checks");
    }

    [Theory]
    [InlineData("Integrations", "foo", "'foo'", "write keys under it")]
    [InlineData("Integrations:0", "foo", "'foo'", "Id, Provider")]
    [InlineData("Credentials:one", "s3cret", "Credentials:one:", "AccessToken")]
    [InlineData("Credentials:one:AccesToken", "s3cret", "AccesToken", "AccessToken, RefreshToken, ExpiresAt, Scopes")]
    [InlineData("Credentials:one:ExpiresAt", "tomorrowish", "'tomorrowish'", "ISO 8601")]
    [InlineData("Credentials:one:Scopes", "read", "Credentials:one:Scopes", "Scopes:0")]
    public async Task Start_SectionMistyped_NamesKeyAndAllowedButNoSecret(string key, string value, string shown, string allowed) =>
        (await FailuresAsync(($"IntegrationHealth:{key}", value))).Should().Contain(failure =>
            failure.StartsWith($"IntegrationHealth:{key}: ") && failure.Contains(shown) && failure.Contains(allowed) && !failure.Contains("s3cret"));

    /// <summary>Whoever reads the section, and however it is wrapped: what nobody reads in it is most likely a typing mistake.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_CredentialsReadByAnother_AreJudgedAsWell(bool wrapped)
    {
        var starting = () => FlowHost.StartAsync(
            health =>
            {
                if (wrapped)
                    health.UseCredentials<WrappingCredentials>();
                else
                    health.UseOAuthRefresh(_ => { });
            },
            new() { ["IntegrationHealth:Credentials:one:AccesToken"] = "s3cret", ["IntegrationHealth:Credentials:one:ExpiresAt"] = "tomorrowish" });

        (await starting.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().HaveCount(2)
            .And.ContainSingle(failure => failure.StartsWith("IntegrationHealth:Credentials:one:AccesToken: ") && !failure.Contains("s3cret"))
            .And.ContainSingle(failure => failure.StartsWith("IntegrationHealth:Credentials:one:ExpiresAt: "));
    }

    [Fact]
    public async Task Start_ValueOfTheWholeSection_IsRefused() =>
        (await FailuresAsync(("IntegrationHealth", "foo"))).Should().ContainSingle()
            .Which.Should().StartWith("IntegrationHealth: a value is not allowed here").And.Contain("'foo'").And.Contain("IntegrationHealth:Enabled");

    [Theory]
    [InlineData("""{"url":"https://a.test/","body":["a","b"]}""", "settings.body cannot be the list [\"a\",\"b\"]; it must be text.")]
    [InlineData("""{"url":"https://a.test/","body":{"a":{"b":[1,2,3,4,5,6,7,8,9]}}}""", "settings.body cannot be the object {\"a\":{\"b\":[1,2,3,4,5,6,…; it must be text.")]
    [InlineData("""{"url":"https://a.test/","body":{"password":"hunter2"}}""", "settings.body cannot be an object of 1 member (not repeated, as it may be a secret); it must be text.")]
    [InlineData("""{"url":"https://a.test/","body":["d0a7c1b2e3f4a5b6c7d8e9f0a1b2"]}""", "settings.body cannot be a list of 1 value (not repeated, as it may be a secret); it must be text.")]
    [InlineData("""{"url":"https://a.test/","headers":{"X-A":"1","X-B":["2"]}}""", "settings.headers.X-B cannot be a list of 1 value (not repeated, as it may be a secret); it must be text.")]
    public async Task Add_SettingOfAnotherForm_NamesTheValueAndWhatIsAllowed(string settings, string said)
    {
        await using var host = await FlowHost.StartAsync();

        var adding = () => host.Catalog.AddAsync(FlowHost.Scripted("one") with
        {
            Provider = "http",
            Settings = System.Text.Json.JsonDocument.Parse(settings).RootElement,
        });

        (await adding.Should().ThrowAsync<IntegrationValidationException>()).Which.Errors.Should().ContainSingle().Which.Message.Should().Be(said);
    }

    [Fact]
    public async Task Start_CredentialsOfTheHostsOwn_MayBeAnything()
    {
        await using var host = await FlowHost.StartAsync(
            health => health.UseCredentials<Checks.NoCredentials>(), new() { ["IntegrationHealth:Credentials:Vault"] = "https://vault.example" });
    }

    [Fact]
    public async Task Start_CodeIntegrationNotAllowed_IsNamedByItsId()
    {
        var starting = () => FlowHost.StartAsync(health => health.AddIntegration(FlowHost.Scripted("one")).AddIntegration(FlowHost.Scripted("one"))
            .AddIntegration(FlowHost.Scripted("two") with { Interval = TimeSpan.FromDays(2) }));

        (await starting.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().BeEquivalentTo(
            "code integration 'one', id: id 'one' is taken by code integration 'one'; each id must be unique.",
            "code integration 'two', interval: interval 2.00:00:00 is not allowed: 00:00:01 (1 s) to 1.00:00:00 (24 h).");
    }

    [Fact]
    public async Task Start_ProviderRegisteredTwice_IsRefused() =>
        await FluentActions.Awaiting(() => FlowHost.StartAsync(health => health.AddProvider(Checks.CheckBench.Definition(new ScriptedChecker()))))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*'scripted' is registered twice*");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public async Task Start_ProviderThatCouldNeverBeChecked_IsRefused(int places) =>
        await FluentActions.Awaiting(() => FlowHost.StartAsync(maxConcurrency: places))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage($"*'scripted' has a MaxConcurrency of {places}: it must be 1 to 10,000*");

    [Fact]
    public async Task Start_Configured_IsReadWhole()
    {
        await using var host = await FlowHost.StartAsync(settings: new()
        {
            [First + "Id"] = "billing",
            [First + "Provider"] = "http",
            [First + "OwnerId"] = "acme",
            [First + "Interval"] = "00:00:30",
            [First + "Enabled"] = "false",
            [First + "Tags:0"] = "prod",
            [First + "Tags:1"] = "eu",
            [First + "Settings:Url"] = "https://example.com",
            [First + "Settings:Headers:X-Key"] = "k",
        });

        host.Catalog.TryGet("billing", out var integration).Should().BeTrue();
        integration.Should().BeEquivalentTo(new
        {
            Name = "billing",
            OwnerId = "acme",
            Interval = TimeSpan.FromSeconds(30),
            Enabled = false,
            Tags = new[] { "prod", "eu" },
            Origin = IntegrationOrigin.Configuration,
        });
        integration!.Settings.GetProperty("Headers").GetProperty("X-Key").GetString().Should().Be("k");
    }

    private static async Task<IEnumerable<string>> FailuresAsync(params (string Key, string Value)[] settings)
    {
        var starting = () => FlowHost.StartAsync(settings: settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
        return (await starting.Should().ThrowAsync<OptionsValidationException>()).Which.Failures;
    }

    /// <summary>As a host writes it that puts something before the credentials of configuration.</summary>
    private sealed class WrappingCredentials(IServiceProvider services) : ICredentialProvider
    {
        private readonly ConfigurationCredentialProvider _others = ActivatorUtilities.CreateInstance<ConfigurationCredentialProvider>(services);

        public ValueTask<Credential?> GetAsync(Integration integration, CancellationToken cancellationToken) => _others.GetAsync(integration, cancellationToken);

        public ValueTask<CredentialRefresh> RefreshAsync(Integration integration, Credential rejected, CancellationToken cancellationToken) =>
            _others.RefreshAsync(integration, rejected, cancellationToken);
    }
}
