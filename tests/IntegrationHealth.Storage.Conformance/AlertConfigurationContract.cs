using IntegrationHealth.Alerting.Storage;

namespace IntegrationHealth.Storage.Conformance;

/// <summary>What people configured changes only over the version that they saw, and every change is noticed by one number.</summary>
public abstract class AlertConfigurationContract : StorageContract
{
    [Fact]
    public async Task Put_New_ComesBackWithItsFirstVersion()
    {
        (await Documents.PutAsync(Document("r", secret: "protected"), Stop)).Should().BeTrue();

        (await Documents.ListAsync(Stop)).Should().Equal(Document("r", secret: "protected") with { Version = 1 });
    }

    [Fact]
    public async Task Put_OverItsVersion_Replaces_AndOverAnotherIsRefused()
    {
        await Documents.PutAsync(Document("r"), Stop);

        (await Documents.PutAsync(Document("r", "{\"a\":2}") with { Version = 1 }, Stop)).Should().BeTrue();
        (await Documents.PutAsync(Document("r", "{\"a\":3}") with { Version = 1 }, Stop)).Should().BeFalse();
        (await Documents.PutAsync(Document("r", "{\"a\":4}"), Stop)).Should().BeFalse("it is there already");

        (await Documents.ListAsync(Stop)).Should().Equal(Document("r", "{\"a\":2}") with { Version = 2 });
        (await Documents.PutAsync(Document("never") with { Version = 1 }, Stop)).Should().BeFalse("it is not there");
    }

    [Fact]
    public async Task Put_SameIdOfAnotherKind_IsAnother()
    {
        await Documents.PutAsync(Document("x"), Stop);
        await Documents.PutAsync(Document("x") with { Kind = ConfigurationKind.Channel }, Stop);

        (await Documents.DeleteAsync(ConfigurationKind.Rule, "x", Stop)).Should().BeTrue();

        (await Documents.ListAsync(Stop)).Select(document => document.Kind).Should().Equal(ConfigurationKind.Channel);
        (await Documents.DeleteAsync(ConfigurationKind.Rule, "x", Stop)).Should().BeFalse();
    }

    [Fact]
    public async Task Revision_ChangesWithEveryChange_AndWithNothingElse()
    {
        var revisions = new List<long> { await Documents.GetRevisionAsync(Stop) };
        await Documents.PutAsync(Document("r"), Stop);
        revisions.Add(await Documents.GetRevisionAsync(Stop));
        await Documents.PutAsync(Document("r") with { Version = 1 }, Stop);
        revisions.Add(await Documents.GetRevisionAsync(Stop));
        await Documents.DeleteAsync(ConfigurationKind.Rule, "r", Stop);
        revisions.Add(await Documents.GetRevisionAsync(Stop));
        revisions.Should().OnlyHaveUniqueItems();

        await Documents.PutAsync(Document("r") with { Version = 9 }, Stop);
        await Documents.DeleteAsync(ConfigurationKind.Rule, "r", Stop);

        (await Documents.GetRevisionAsync(Stop)).Should().Be(revisions[^1]);
        (await Documents.ListAsync(Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Put_ByManyAtOnce_OneIsQuicker()
    {
        var put = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Documents.PutAsync(Document("r", $"{{\"a\":{i}}}"), Stop), Stop)));

        put.Count(done => done).Should().Be(1);
    }

    private static ConfigurationDocument Document(string id, string json = "{}", string? secret = null) => new(ConfigurationKind.Rule, id, json, secret, 0);
}
