using IntegrationHealth.Sample.Simulator;

namespace IntegrationHealth.EndToEnd.Simulator;

public sealed class SimulatedFleetTests
{
    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    public void Number_FirstTwelve_GiveEachOwnerGoodAndBad(string owner)
    {
        var personas = Enumerable.Range(1, 12).Select(SimulatedFleet.Number).Where(connection => connection.OwnerId == owner).Select(connection => connection.Persona);

        personas.Should().Contain([Persona.Healthy, Persona.RateLimited]).And.HaveCountGreaterThan(4);
    }

    [Fact]
    public void Number_TenThousand_AreAllDifferentAndFoundById()
    {
        var fleet = Enumerable.Range(1, 10_000).Select(SimulatedFleet.Number).ToList();

        fleet.Select(connection => connection.Id).Should().OnlyHaveUniqueItems();
        fleet.Should().OnlyContain(connection => SimulatedFleet.Find(connection.Id) == connection);
        fleet[9_999].Id.Should().Be("sim-10000");
    }

    [Theory]
    [InlineData("sim-1")]
    [InlineData("sim-0000")]
    [InlineData("sim-x")]
    [InlineData("postgresql")]
    public void Find_OtherId_IsNull(string id) => SimulatedFleet.Find(id).Should().BeNull();
}
