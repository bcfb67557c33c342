using IntegrationHealth.Catalog;
using IntegrationHealth.InMemory;
using IntegrationHealth.Reading;
using IntegrationHealth.Storage.Reading;
using IntegrationHealth.Storage.Sqlite.Catalog;
using IntegrationHealth.Storage.Sqlite.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Storage.Sqlite.Tests;

public sealed class UseSqliteTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UseSqlite_BeforeOrAfterTheDefaults_TakesTheirPlace(bool defaultsFirst)
    {
        var services = new ServiceCollection();
        if (defaultsFirst)
            services.AddInMemoryStorage();
        new TemporaryDatabase.Builder(services).UseSqlite("Data Source=health.db");
        services.AddInMemoryStorage();

        using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });

        provider.GetServices<IIntegrationStore>().Should().ContainSingle().Which.Should().BeOfType<SqliteIntegrationStore>();
        provider.GetServices<IHealthReader>().Should().ContainSingle().Which.Should().BeOfType<EfHealthReader>();
        services.Where(service => service.ImplementationType?.Namespace == typeof(InMemoryState).Namespace).Select(service => service.ServiceType.Name)
            .Should().BeEquivalentTo(["InMemoryState"], "everything is kept in SQLite; the state is left unused");
    }

    [Fact]
    public void UseSqlite_Twice_TakesTheLast()
    {
        var services = new ServiceCollection();
        new TemporaryDatabase.Builder(services).UseSqlite("Data Source=one.db").UseSqlite("Data Source=two.db");

        using var provider = services.BuildServiceProvider();

        provider.GetServices<SqliteSettings>().Should().ContainSingle().Which.FilePath.Should().Be(Path.GetFullPath("two.db"));
    }

    [Theory]
    [InlineData("Data Source=:memory:", "*path of a file*")]
    [InlineData("Data Source=x;Mode=Memory", "*path of a file*")]
    [InlineData("Data Source=file:x.db", "*path of a file*")]
    [InlineData("Pooling=True", "*path of a file*")]
    [InlineData("Data Source=x.db;Mode=ReadOnly", "*Mode=ReadOnly*")]
    [InlineData("  ", "*")]
    public void UseSqlite_NoUsableFile_Throws(string connectionString, string message) =>
        Use(connectionString, _ => { }).Should().Throw<ArgumentException>().WithMessage(message);

    [Theory]
    [InlineData("a b")]
    [InlineData("x'")]
    [InlineData("ä")]
    [InlineData("a23456789012345678901234567890123")]
    public void UseSqlite_PrefixNotAllowed_Throws(string prefix) =>
        Use("Data Source=x.db", options => options.TablePrefix = prefix).Should().Throw<ArgumentException>().WithMessage($"*'{prefix}'*");

    [Theory]
    [InlineData(-1)]
    [InlineData(61_000)]
    public void UseSqlite_BusyTimeoutOutOfRange_Throws(int milliseconds) =>
        Use("Data Source=x.db", options => options.BusyTimeout = TimeSpan.FromMilliseconds(milliseconds))
            .Should().Throw<ArgumentException>().WithMessage("*BusyTimeout*");

    private static Action Use(string connectionString, Action<SqliteStorageOptions> configure) =>
        () => new TemporaryDatabase.Builder(new ServiceCollection()).UseSqlite(connectionString, configure);
}
