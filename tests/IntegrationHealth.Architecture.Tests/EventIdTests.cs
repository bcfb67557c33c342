using System.Reflection;
using Microsoft.Extensions.Logging;

namespace IntegrationHealth.Tests;

/// <summary>Operators filter and alert by event id and name: each means one thing, for good.</summary>
public sealed class EventIdTests
{
    private static readonly (MethodInfo Method, LoggerMessageAttribute Message)[] Messages =
        [.. Repository.Assemblies.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Message: method.GetCustomAttribute<LoggerMessageAttribute>()!)).Where(pair => pair.Message is not null)];

    [Fact]
    public void EventIds_AreUnique()
    {
        Messages.Should().HaveCountGreaterThan(30);
        Messages.GroupBy(pair => pair.Message.EventId).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(Name))}").Should().BeEmpty();
    }

    [Fact]
    public void Events_HaveANameOfTheirOwn()
    {
        Messages.Where(pair => string.IsNullOrEmpty(pair.Message.EventName)).Select(Name).Should().BeEmpty();
        Messages.GroupBy(pair => pair.Message.EventName).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(Name))}").Should().BeEmpty();
    }

    [Fact]
    public void Messages_NameNoSecret() =>
        Messages.Where(pair => pair.Method.GetParameters().Any(parameter =>
                parameter.Name!.Contains("token", StringComparison.OrdinalIgnoreCase) || parameter.Name.Contains("secret", StringComparison.OrdinalIgnoreCase)
                || parameter.Name.Contains("password", StringComparison.OrdinalIgnoreCase) || parameter.Name.Contains("header", StringComparison.OrdinalIgnoreCase)))
            .Select(Name).Should().BeEmpty();

    private static string Name((MethodInfo Method, LoggerMessageAttribute Message) pair) => $"{pair.Method.DeclaringType!.FullName}.{pair.Method.Name}";
}
