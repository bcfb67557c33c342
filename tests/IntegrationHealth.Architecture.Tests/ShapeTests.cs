using System.Reflection;
using System.Runtime.CompilerServices;

namespace IntegrationHealth.Tests;

/// <summary>What the house rules say of types and files.</summary>
public sealed class ShapeTests
{
    private const int LongestFile = 400;

    [Fact]
    public void Classes_ThatNobodyDerivesFrom_AreSealed()
    {
        Type[] types = [.. Repository.Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => !IsGenerated(type))];
        var derivedFrom = types.Select(type => type.BaseType).OfType<Type>().Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type).ToHashSet();
        types.Should().HaveCountGreaterThan(200);

        types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !derivedFrom.Contains(type)).Select(type => type.FullName)
            .Should().BeEmpty();
    }

    [Fact]
    public void Files_ThatPeopleWrote_AreShort()
    {
        string[] files = [.. ((string[])["src", "tests", "samples", "bench"]).SelectMany(Repository.Sources)];
        files.Should().HaveCountGreaterThan(200);

        files.Select(file => (file, Lines: Repository.Read(file).AsSpan().Count('\n'))).Where(file => file.Lines > LongestFile).Should().BeEmpty();
    }

    /// <summary>Whatever a generator wrote, EF Core's migrations included: they follow no rules of ours.</summary>
    private static bool IsGenerated(Type type) =>
        type.FullName!.Contains('<', StringComparison.Ordinal) || type.Namespace?.EndsWith(".Migrations", StringComparison.Ordinal) == true
        || type.Namespace?.StartsWith("IntegrationHealth", StringComparison.Ordinal) != true
        || type.GetCustomAttribute<CompilerGeneratedAttribute>() is not null
        || type.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is not null;
}
