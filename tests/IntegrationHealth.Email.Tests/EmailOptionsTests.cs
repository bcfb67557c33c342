using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Email.Tests;

/// <summary>What a host writes of its mail server: read, or refused at start.</summary>
public sealed class EmailOptionsTests
{
    [Theory]
    [InlineData("Bogus", "s3cret", "nobody reads this key; allowed are Host, Port, Security, Username, Password, From.")]
    [InlineData("Port", "many", "'many' is not allowed; it must be a whole number from 1 to 65535.")]
    [InlineData("Port", "70000", "'70000' is not allowed; it must be a whole number from 1 to 65535.")]
    [InlineData("Security", "ssl", "'ssl' is not allowed; it must be one of startTls, tls, none.")]
    [InlineData("Password:0", "s3cret", "keys are not allowed under it; it must be text.")]
    public async Task Start_NotAllowed_NamesKeyAndAllowedButNoSecret(string key, string value, string said)
    {
        using var host = Build(new() { [$"IntegrationHealth:Email:{key}"] = value });

        var start = () => host.StartAsync(TestContext.Current.CancellationToken);

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should()
            .Equal($"IntegrationHealth:Email:{key.Split(':')[0]}: {said}");
    }

    [Fact]
    public async Task Start_NotAllowedInCode_IsRefusedAsWell()
    {
        using var host = Build([], options => options.Security = "ssl");

        var start = () => host.StartAsync(TestContext.Current.CancellationToken);

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should().Contain("IntegrationHealth:Email:Security: 'ssl'");
    }

    [Fact]
    public void Read_AllKeys_AreInTheOptions()
    {
        using var host = Build(new()
        {
            ["IntegrationHealth:Email:Host"] = "mail.example",
            ["IntegrationHealth:Email:port"] = "2525",
            ["IntegrationHealth:Email:Security"] = "tls",
            ["IntegrationHealth:Email:Username"] = "mailer",
            ["IntegrationHealth:Email:Password"] = "s3cret",
            ["IntegrationHealth:Email:From"] = "health@example.com",
        });

        host.Services.GetRequiredService<IOptions<EmailServerOptions>>().Value.Should().BeEquivalentTo(new EmailServerOptions
        {
            Host = "mail.example",
            Port = 2525,
            Security = "tls",
            Username = "mailer",
            Password = "s3cret",
            From = "health@example.com",
        });
    }

    private static IHost Build(Dictionary<string, string?> settings, Action<EmailServerOptions>? configure = null) => new HostBuilder()
        .ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(settings))
        .ConfigureLogging(logging => logging.ClearProviders())
        .ConfigureServices(services => services.AddIntegrationHealth(health => health.AddEmail(configure)))
        .Build();
}
