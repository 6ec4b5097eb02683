"""Sample data as data: whom members wrote to, where they work, what members learned. All invented."""

from collections.abc import Mapping

from bot.values import Format

LOCATIONS: Mapping[Format, str] = {
    Format.PHONE: "+1 555 0100",
    Format.VIRTUAL: "https://meet.example/harbor",
    Format.IN_PERSON: "5 Harbor Street, second floor",
}

CONTACTS: tuple[tuple[str, str, str], ...] = (
    ("Maya Lindqvist", "Northwind Health", "Data team lead"),
    ("Oscar Feld", "Brightwater Utilities", "Project engineer"),
    ("Renata Duarte", "Fernhill Design", "Senior designer"),
    ("Isaac Boateng", "Harborline Logistics", "Planning manager"),
    ("Claire Dubois", "Alder & Finch", "Tax associate"),
    ("Victor Osei", "Mercy Lane Hospital", "Nurse manager"),
    ("Priyanka Shah", "Cloudmoor", "Software engineer"),
    ("Helena Voss", "Greenleaf Labs", "Research scientist"),
    ("Omar Siddiqui", "Pinecrest Capital", "Analyst"),
    ("Lucy Cheng", "Torque & Vale", "Design engineer"),
    ("Daniel Abara", "Sunrise Foods", "Brand manager"),
    ("Katarzyna Wolska", "Copperfield Electric", "Site lead"),
    ("Miguel Santoro", "Northwind Health", "Business analyst"),
    ("Grace Mbeki", "City of Fairview", "Budget officer"),
    ("Thomas Reilly", "Harborline Logistics", "Operations director"),
    ("Aiko Tanaka", "Cloudmoor", "Product manager"),
    ("Samuel Adeyemi", "Brightwater Utilities", "Water quality engineer"),
    ("Elena Petrova", "Greenleaf Labs", "Lab manager"),
    ("Jacob Stein", "Alder & Finch", "Audit manager"),
    ("Nora Haugen", "Fernhill Design", "Content designer"),
    ("Arjun Rao", "Cloudmoor", "Site reliability engineer"),
    ("Beatrice Kamau", "Mercy Lane Hospital", "Clinical educator"),
    ("Peter Novak", "Torque & Vale", "Manufacturing engineer"),
    ("Lila Farouk", "Sunrise Foods", "Market researcher"),
    ("Hugo Marchetti", "Copperfield Electric", "Master electrician"),
    ("Sarah Whitlock", "Fairview Public Schools", "Principal"),
    ("Emeka Obi", "Pinecrest Capital", "Risk manager"),
    ("Yara Haidar", "City of Fairview", "Community planner"),
    ("Ingrid Solberg", "Northwind Health", "Head of analytics"),
    ("Rafael Moreno", "Harborline Logistics", "Warehouse supervisor"),
)
"""Name, organisation and role."""

LESSONS: tuple[str, ...] = (
    "Most people in this team changed careers. My first degree is less important than I thought.",
    "They hire through short projects first. A small public project helps more than another certificate.",
    "The team spends half of the day with customers. I want to see if I like that.",
    "Small companies let you try more roles. I will add three of them to my list.",
    "They read every cover letter. I should write about one problem that I solved.",
    "The license takes four months, not two years. I can start now.",
    "Working from home is common there, but the first months are in the office.",
    "My experience abroad is useful here: they open an office in Lisbon next year.",
)
"""The most valuable thing a member learned."""

NEXT_STEPS: tuple[str, ...] = (
    "Read the report they mentioned",
    "Write to the colleague they suggested",
    "Change the first lines of my resume",
    "Look at the meetup they go to",
    "Send them a short note about the course I chose",
)
