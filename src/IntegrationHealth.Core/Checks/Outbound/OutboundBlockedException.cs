using System.Net;

namespace IntegrationHealth.Checks.Outbound;

/// <summary>The guard refused a connection. It arrives as the inner exception of an <see cref="HttpRequestException"/>.</summary>
internal sealed class OutboundBlockedException(string host, IPAddress address, string reason)
    : Exception($"{host} is {address}, {reason}, which checks may not reach.")
{
    /// <summary>The host as the URL names it.</summary>
    public string Host { get; } = host;

    /// <summary>The address it stands for.</summary>
    public IPAddress Address { get; } = address;

    /// <summary>Why, as a phrase such as <c>a private address</c>.</summary>
    public string Reason { get; } = reason;

    /// <summary>True when the URL named the address itself, so that no other answer of DNS can change it.</summary>
    public bool IsLiteral => IPAddress.TryParse(Host.Trim('[', ']'), out _);
}
